import { describe, expect, it } from 'vitest';
import { type ConfigProblem, configError, formatProblem, pathText, sortProblems } from '../../../src/config/problem.ts';
import { load } from './load-text.ts';

function problem(change: Partial<ConfigProblem>): ConfigProblem {
  return { code: 'CONFIG_INVALID', line: 1, column: 1, path: 'a', message: 'is wrong', hint: '', ...change };
}

describe('formatProblem', () => {
  it('starts with the place, as editors and terminals like it', () => {
    expect(formatProblem('k.yaml', problem({ line: 12, column: 5, hint: 'did you mean b?' }))).toBe(
      'k.yaml:12:5: a is wrong (did you mean b?)',
    );
    expect(formatProblem('k.yaml', problem({ path: '' }))).toBe('k.yaml:1:1: is wrong');
  });
});

describe('configError', () => {
  it('carries all problems, each on its line, and what to do', () => {
    const error = configError('k.yaml', [problem({ code: 'CONFIG_UNKNOWN_KEY' }), problem({ line: 2, path: 'b' })]);

    expect(error).toMatchObject({ code: 'CONFIG_UNKNOWN_KEY', kind: 'config' });
    expect(error.message).toBe('k.yaml has 2 problems:\n  k.yaml:1:1: a is wrong\n  k.yaml:2:1: b is wrong');
    expect(error.hint).toContain('docs/config.md');
    expect(configError('k.yaml', [problem({})]).message).toContain('has 1 problem:');
  });

  it('stays readable for a file that is no configuration at all', () => {
    const many = Array.from({ length: 23 }, (_, index) => problem({ line: index + 1, path: `${index}`.repeat(200) }));
    const lines = configError('k.yaml', many).message.split('\n');

    expect(lines).toHaveLength(1 + 20 + 1);
    expect(lines.at(-1)).toBe('  and 3 more');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(120);
  });
});

describe('sortProblems', () => {
  it('goes by place and tells nothing twice', () => {
    const sorted = sortProblems([
      problem({ line: 3 }),
      problem({ line: 1, column: 9, path: 'b' }),
      problem({ line: 1, column: 2 }),
      problem({ line: 3 }),
    ]);

    expect(sorted.map(({ line, column }) => [line, column])).toEqual([
      [1, 2],
      [1, 9],
      [3, 1],
    ]);
  });

  it('keeps two problems of one place apart', () => {
    expect(sortProblems([problem({}), problem({ message: 'is worse' })])).toHaveLength(2);
  });
});

describe('pathText', () => {
  it.each([
    [[], ''],
    [['a'], 'a'],
    [['alerts', 'sinks', 0, 'url'], 'alerts.sinks[0].url'],
    [[0, 'a'], '[0].a'],
  ])('%j is %s', (path, text) => {
    expect(pathText(path)).toBe(text);
  });
});

describe('warnings', () => {
  it('have a place too', async () => {
    const result = await load('connectors:\n  acme:\n    api-key: env:NOPE\n');

    expect(result).toMatchObject({ warnings: [{ line: 3, column: 14, code: 'CONFIG_SECRET_MISSING' }] });
  });
});
