import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { z } from 'zod';

const REPORT = z.object({
  numTotalTests: z.number(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().optional(),
      assertionResults: z.array(
        z.object({ status: z.string(), ancestorTitles: z.array(z.string()), title: z.string() }),
      ),
    }),
  ),
});

export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** `file: suite` of what was skipped, once each: a skip is never silent. */
  readonly skippedNames: readonly string[];
  /** Failures that are no test's: a file that does not load, an error outside every test, a run that died. */
  readonly problems: readonly string[];
}

/**
 * Counts of a Vitest JSON report. A failure that no test stands for (a file that does not load, an unhandled error,
 * a run that died before its report, a run without tests) counts as one failed each.
 * @param ok whether Vitest's exit code was 0
 */
export function readReport(file: string, ok: boolean): TestCounts {
  const report = parse(file);
  if (report === null)
    return { passed: 0, failed: 1, skipped: 0, skippedNames: [], problems: ['Vitest left no report'] };
  const tests = report.testResults.flatMap((one) => one.assertionResults);
  const count = (...states: string[]): number => tests.filter((test) => states.includes(test.status)).length;
  const skippedNames = report.testResults.flatMap((one) =>
    one.assertionResults
      .filter((test) => test.status !== 'passed' && test.status !== 'failed')
      .map((test) => `${relative(process.cwd(), one.name)}: ${test.ancestorTitles[0] ?? test.title}`),
  );
  const problems = report.testResults
    .filter((one) => one.status === 'failed' && !one.assertionResults.some((test) => test.status === 'failed'))
    .map((one) => `${relative(process.cwd(), one.name)}: ${one.message?.split('\n')[0] ?? 'did not run'}`);
  if (tests.length === 0) problems.push('No test ran');
  if (!ok && count('failed') + problems.length === 0) problems.push('Vitest failed outside the tests: see above');
  const passed = count('passed');
  const failed = count('failed');
  return {
    passed,
    failed: failed + problems.length,
    skipped: tests.length - passed - failed,
    skippedNames: [...new Set(skippedNames)],
    problems,
  };
}

function parse(file: string): z.infer<typeof REPORT> | null {
  try {
    return REPORT.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
}
