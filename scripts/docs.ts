// Writes the generated pages of docs/; with --check it only says which of them have drifted, and fails.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pages } from './support/docs/pages.ts';

const root = join(import.meta.dirname, '..');
const check = process.argv.includes('--check');
let drifted = 0;

for (const { file, text } of await pages(root)) {
  const path = join(root, file);
  if (existsSync(path) && readFileSync(path, 'utf8') === text) continue;
  drifted += 1;
  if (check) {
    console.log(`${file} is not what the code says: npm run docs`);
    continue;
  }
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  console.log(`${file} written`);
}
process.exitCode = check && drifted > 0 ? 1 : 0;
