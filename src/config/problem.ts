import { AppError } from '../core/errors.ts';
import { truncate } from '../kit/text-width.ts';

/** Something wrong with the configuration, at its place in the file. */
export interface ConfigProblem {
  /** `CONFIG_UNKNOWN_KEY`, `CONFIG_INVALID`, `CONFIG_SYNTAX`, `CONFIG_LITERAL_SECRET`, `CONFIG_WRONG_SECRET`, ... */
  readonly code: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
  /** `alerts.sinks[0].url`; '' for the file as a whole. */
  readonly path: string;
  /** Never quotes a value, only keys: a value may be a secret in the wrong place. */
  readonly message: string;
  readonly hint: string;
}

/** What is not a configuration at all has a problem on every line. */
const NAMED = 20;
const LONGEST_PATH = 80;

/** `keywatch.yaml:12:5: alerts.sinks[0].url is required` */
export function formatProblem(file: string, problem: ConfigProblem): string {
  const subject = problem.path === '' ? '' : `${truncate(problem.path, LONGEST_PATH)} `;
  const hint = problem.hint === '' ? '' : ` (${problem.hint})`;
  return `${file}:${String(problem.line)}:${String(problem.column)}: ${subject}${problem.message}${hint}`;
}

/**
 * All problems as one error, for callers that can only stop.
 * @param file as short as it can be and still be found: it stands in front of every problem
 */
export function configError(file: string, problems: readonly ConfigProblem[]): AppError {
  const [first] = problems;
  const count = problems.length === 1 ? '1 problem' : `${String(problems.length)} problems`;
  const lines = problems.slice(0, NAMED).map((problem) => `  ${formatProblem(file, problem)}`);
  if (problems.length > NAMED) lines.push(`  and ${String(problems.length - NAMED)} more`);
  return new AppError(`${file} has ${count}:\n${lines.join('\n')}`, {
    code: first?.code ?? 'CONFIG_INVALID',
    kind: 'config',
    hint: 'Correct the lines named above; docs/config.md lists every field.',
  });
}

/** The same problem found in two ways is told once; in order of place. */
export function sortProblems(problems: readonly ConfigProblem[]): readonly ConfigProblem[] {
  const seen = new Map(
    problems.map((problem) => [`${String(problem.line)}:${problem.path}:${problem.message}`, problem]),
  );
  return [...seen.values()].sort((left, right) => left.line - right.line || left.column - right.column);
}

/** `['alerts', 'sinks', 0, 'url']` as `alerts.sinks[0].url`. */
export function pathText(path: readonly PropertyKey[]): string {
  let text = '';
  for (const part of path) {
    if (typeof part === 'number') text += `[${String(part)}]`;
    else text += text === '' ? String(part) : `.${String(part)}`;
  }
  return text;
}
