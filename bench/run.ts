// npm run bench [-- --quick] [-- --write]: every figure is a ratio or a time within this one run.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { isoDay } from '../src/core/time.ts';
import { realSystem } from '../src/system.ts';
import { type Figure, figureTable } from './figure.ts';
import { benchScan } from './scan.ts';
import { benchStore } from './store.ts';

const BEGIN = '<!-- figures -->';
const END = '<!-- end of figures -->';

const quick = process.argv.includes('--quick');
const folder = mkdtempSync(join(tmpdir(), 'keywatch-bench-'));
try {
  const scan = await inFolder('scan', () => benchScan(folder, quick ? 50_000 : 1_000_000, quick ? 1 : 3));
  const store = await inFolder('store', () => benchStore(folder, quick ? 200_000 : 10_000_000));
  const text = `${machine()}\n\n${figureTable([...scan, ...store])}`;
  console.log(text);
  if (process.argv.includes('--write')) write(text);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function inFolder(name: string, work: () => Promise<readonly Figure[]>): Promise<readonly Figure[]> {
  console.error(`${name}…`);
  return work();
}

function machine(): string {
  const [cpu] = cpus();
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  const day = isoDay(realSystem().clock.now());
  return `${day}: ${cpus().length} x ${cpu?.model.trim() ?? 'unknown processor'}, ${gigabytes} GB, Node ${process.versions.node}${quick ? ', quick run' : ''}.`;
}

function write(text: string): void {
  const file = join(import.meta.dirname, 'README.md');
  const page = readFileSync(file, 'utf8');
  const [before, after] = [page.split(BEGIN)[0] ?? '', page.split(END)[1] ?? ''];
  writeFileSync(file, `${before}${BEGIN}\n${text}\n${END}${after}`);
}
