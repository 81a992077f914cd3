// Makes dist: compiled sources, and the files beside them that the compiler leaves behind.
import { cpSync, mkdirSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { run } from './support/run.ts';

const root = resolve(import.meta.dirname, '..');
const out = resolve(process.argv[2] ?? join(root, 'dist'));

const result = await run(['tsc', '-p', 'tsconfig.build.json', '--outDir', out], { cwd: root, env: {} });
if (!result.ok) {
  console.error(result.output);
  process.exitCode = 1;
} else {
  for (const entry of readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })) {
    if (!entry.name.endsWith('.sql')) continue;
    const file = join(entry.parentPath, entry.name);
    const target = join(out, file.slice(root.length));
    mkdirSync(dirname(target), { recursive: true });
    cpSync(file, target);
  }
}
