import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readReport, type TestCounts } from '../../../scripts/support/vitest-report.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keywatch-report-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const tests = (...states: string[]): object[] =>
  states.map((status, index) => ({ status, ancestorTitles: ['suite'], title: `test ${index}` }));

function read(testResults: object[], ok: boolean): TestCounts {
  const file = join(folder, 'report.json');
  writeFileSync(file, JSON.stringify({ numTotalTests: 0, testResults }));
  return readReport(file, ok);
}

describe('counting a Vitest report', () => {
  it('counts tests by their state and names what was skipped', () => {
    const results = [
      { name: 'a.test.ts', status: 'failed', assertionResults: tests('passed', 'failed', 'skipped', 'todo') },
    ];
    expect(read(results, false)).toEqual({
      passed: 1,
      failed: 1,
      skipped: 2,
      skippedNames: ['a.test.ts: suite'],
      problems: [],
    });
  });

  it('counts a file that does not load as a failure', () => {
    const broken = { name: 'b.test.ts', status: 'failed', message: 'no such module\n at ...', assertionResults: [] };
    const fine = { name: 'a.test.ts', status: 'passed', assertionResults: tests('passed') };
    expect(read([fine, broken], false)).toMatchObject({
      passed: 1,
      failed: 1,
      problems: ['b.test.ts: no such module'],
    });
  });

  it('counts an error outside every test as a failure', () => {
    const results = [{ name: 'a.test.ts', status: 'passed', assertionResults: tests('passed') }];
    expect(read(results, false)).toMatchObject({ passed: 1, failed: 1 });
  });

  it('counts a run without tests as a failure', () => {
    expect(read([], true)).toMatchObject({ passed: 0, failed: 1, problems: ['No test ran'] });
  });

  it('counts a run that left no report, or half of one, as a failure', () => {
    expect(readReport(join(folder, 'none.json'), true)).toMatchObject({ passed: 0, failed: 1 });
    writeFileSync(join(folder, 'half.json'), '{"numTotalTests": 3, "testRes');
    expect(readReport(join(folder, 'half.json'), true)).toMatchObject({ passed: 0, failed: 1 });
  });
});
