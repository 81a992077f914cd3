// Builds what would be published, looks at it as npm would pack it, and runs it as if it had been installed:
// compiled JavaScript under node_modules, without sources and without development dependencies' help.
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { run } from './support/run.ts';

const root = resolve(import.meta.dirname, '..');
const PACKED = z.array(z.object({ files: z.array(z.object({ path: z.string() })) })).length(1);

/** Ends the check with the output of what failed. */
async function must(what: string, command: readonly string[], cwd: string): Promise<string> {
  const result = await run(command, { cwd, env: { NO_COLOR: '1', HOME: work } });
  if (result.ok) return result.output;
  throw new Error(`${what}\n${result.output}`);
}

function npm(...args: string[]): string[] {
  const path = process.env['npm_execpath'];
  return [...(path === undefined ? ['npm'] : [process.execPath, path]), ...args, '--loglevel=error'];
}

/** Everything npm would pack, built into a folder of its own so that the checkout stays as it is. */
async function build(into: string): Promise<void> {
  for (const name of ['package.json', 'README.md', 'LICENSE', 'CHANGELOG.md', 'config.example.yaml', 'bin', 'rules']) {
    if (existsSync(join(root, name))) cpSync(join(root, name), join(into, name), { recursive: true });
  }
  await must('The build failed:', [process.execPath, join(root, 'scripts/build.ts'), join(into, 'dist')], root);
}

/** Copies the packed files to where an installation would put them, beside the dependencies of this checkout. */
function install(built: string, files: readonly string[], modules: string): string {
  const target = join(modules, 'keywatch');
  for (const file of files) {
    mkdirSync(dirname(join(target, file)), { recursive: true });
    cpSync(join(built, file), join(target, file));
  }
  for (const name of readdirSync(join(root, 'node_modules'))) {
    if (!name.startsWith('.')) symlinkSync(join(root, 'node_modules', name), join(modules, name));
  }
  return target;
}

function checkContents(files: readonly string[]): void {
  const stray = files.filter((file) => /(^|\/)(test|fixtures|bench)\/|\.env$|(?<!\.d)\.ts$/.test(file));
  if (stray.length > 0) throw new Error(`The package would contain: ${stray.join(', ')}`);
  const needed = ['bin/keywatch.js', 'LICENSE', 'package.json'];
  const missing = needed.filter((file) => !files.includes(file));
  if (missing.length > 0) throw new Error(`The package would lack: ${missing.join(', ')}`);
}

const work = mkdtempSync(join(tmpdir(), 'keywatch-package-'));
try {
  const built = join(work, 'built');
  mkdirSync(built);
  await build(built);
  const answer = await must('npm pack failed:', npm('pack', '--dry-run', '--json', '--ignore-scripts'), built);
  // npm may add warnings about the surroundings before and after its answer.
  const listed = PACKED.parse(JSON.parse(answer.slice(answer.indexOf('['), answer.lastIndexOf(']') + 1)));
  const files = (listed[0]?.files ?? []).map((file) => file.path);
  checkContents(files);
  const target = install(built, files, join(work, 'node_modules'));
  if (existsSync(join(root, 'src/index.ts'))) {
    await must('publint found:', ['publint', 'run', '--strict', '--pack', 'false', target], root);
    await must('The public API does not load:', [process.execPath, '-e', "await import('keywatch')"], work);
  }
  if (existsSync(join(root, 'src/cli/main.ts'))) {
    const program = join(target, 'bin/keywatch.js');
    await must('The installed program does not start:', [process.execPath, program, '--version'], work);
    await must('The demo of the installed program fails:', [process.execPath, program, 'demo'], work);
  }
  console.log(`${files.length} files`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  rmSync(work, { recursive: true, force: true });
}
