// The baseline: what nobody can do without. Unpacks and parses every file, on one thread, and keeps nothing.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

let records = 0;
const [folder = '.'] = process.argv.slice(2);
for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile()) continue;
  const file = JSON.parse(gunzipSync(readFileSync(join(entry.parentPath, entry.name))).toString()) as {
    readonly Records: readonly unknown[];
  };
  records += file.Records.length;
}
if (records === 0) process.exitCode = 1;
