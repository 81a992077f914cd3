// Every check there is, as `npm test` runs them; with names, only those: node scripts/check.ts types lint
// Goes on after a failure, so that one run tells everything, and ends with the plain line `N passed, N failed`.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './support/run.ts';
import { readReport } from './support/vitest-report.ts';

interface Check {
  readonly name: string;
  readonly command: readonly string[];
  /** The check is left out, and said to be, while this file is not there. */
  readonly needs?: string;
}

interface Counts {
  readonly name: string;
  readonly passed: number;
  readonly failed: number;
}

const STATIC: readonly Check[] = [
  { name: 'types', command: ['tsc', '--noEmit'] },
  { name: 'format', command: ['biome', 'ci', '--colors=off'] },
  { name: 'lint', command: ['oxlint', '--format=unix'] },
  {
    name: 'layers',
    command: ['depcruise', '--config', '.dependency-cruiser.cjs', 'src', 'connectors'],
    needs: 'connectors',
  },
  { name: 'dead-code', command: ['knip', '--no-progress'] },
  { name: 'docs', command: [process.execPath, 'scripts/docs.ts', '--check'], needs: 'scripts/docs.ts' },
  { name: 'package', command: [process.execPath, 'scripts/check-package.ts'] },
];

/** Lines that a failed check shows in a run of all checks. */
const MOST_LINES = 60;

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => name !== 'tests' && !STATIC.some((check) => check.name === name));
if (unknown.length > 0) {
  console.error(
    `No such check: ${unknown.join(', ')}. There are: ${STATIC.map((check) => check.name).join(', ')}, tests`,
  );
  process.exit(2);
}
const wanted = (name: string): boolean => asked.length === 0 || asked.includes(name);

function report(state: 'ok' | 'FAIL' | '-', name: string, detail: string): void {
  console.log(`${state.padEnd(5)}${name.padEnd(11)}${detail}`);
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

/** The beginning says most; the rest is one command away. */
function excerpt(output: string, name: string): string {
  const lines = output.trimEnd().split('\n');
  const more = asked.length > 0 ? 0 : lines.length - MOST_LINES;
  const shown = more > 0 ? [...lines.slice(0, MOST_LINES), `... ${more} lines more: npm run check -- ${name}`] : lines;
  return shown.map((line) => `     ${line}`).join('\n');
}

async function runStatic(check: Check): Promise<Counts> {
  if (check.needs !== undefined && !existsSync(check.needs)) {
    report('-', check.name, `left out: there is no ${check.needs} yet`);
    return { name: check.name, passed: 0, failed: 0 };
  }
  const result = await run(check.command);
  report(result.ok ? 'ok' : 'FAIL', check.name, seconds(result.ms));
  if (!result.ok) console.log(excerpt(result.output, check.name));
  return { name: check.name, passed: result.ok ? 1 : 0, failed: result.ok ? 0 : 1 };
}

/** The machine of a check has two cores: two lanes, each taking the next check when it is free. */
async function runAllStatic(): Promise<Counts[]> {
  const queue = STATIC.filter((check) => wanted(check.name));
  const done: Counts[] = [];
  const lane = async (): Promise<void> => {
    for (let check = queue.shift(); check !== undefined; check = queue.shift()) done.push(await runStatic(check));
  };
  await Promise.all([lane(), lane()]);
  return done;
}

async function runTests(): Promise<Counts> {
  const folder = mkdtempSync(join(tmpdir(), 'keywatch-check-'));
  const file = join(folder, 'vitest.json');
  try {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
    const result = await run(['vitest', 'run', '--silent=passed-only', ...reporters], { show: true });
    const tests = readReport(file, result.ok);
    for (const line of tests.skippedNames) report('-', 'skipped', line);
    const counts = `${tests.passed} passed, ${tests.failed} failed, ${tests.skipped} skipped`;
    report(tests.failed === 0 ? 'ok' : 'FAIL', 'tests', `${seconds(result.ms)}: ${counts}`);
    for (const problem of tests.problems) console.log(`     ${problem}`);
    return { name: 'tests', ...tests };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const results = await runAllStatic();
if (wanted('tests')) results.push(await runTests());
const sum = (key: 'passed' | 'failed'): number => results.reduce((total, one) => total + one[key], 0);
const failing = results.filter((one) => one.failed > 0).map((one) => one.name);
if (failing.length > 0) console.log(`Failed: ${failing.join(', ')}`);
console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
process.exitCode = sum('failed') === 0 ? 0 : 1;
