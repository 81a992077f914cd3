import { describe, expect, it } from 'vitest';
import { namesFor, parseCondition } from '../../../../src/detect/sigma/condition.ts';
import { matches, refusal } from '../support/rules.ts';

/** Selections a, b and c that look at one field each. */
const abc = (condition: string): string => `a: {a: 1}\nb: {b: 1}\nc: {c: 1}\ncondition: ${condition}`;

describe('conditions', () => {
  it.each([
    ['a', { a: 1 }, true],
    ['a and b', { a: 1 }, false],
    ['a and b', { a: 1, b: 1 }, true],
    ['a or b', { b: 1 }, true],
    ['not a', { b: 1 }, true],
    ['not a', { a: 1 }, false],
    ['not not a', { a: 1 }, true],
    ['a and not b', { a: 1, b: 1 }, false],
    ['a or b and c', { a: 1 }, true],
    ['(a or b) and c', { a: 1 }, false],
    ['(a or b) and c', { b: 1, c: 1 }, true],
    ['not (a or b)', { c: 1 }, true],
    ['1 of them', { c: 1 }, true],
    ['any of them', { c: 1 }, true],
    ['all of them', { a: 1, b: 1, c: 1 }, true],
    ['all of them', { a: 1, b: 1 }, false],
    ['NOT a AND b', { b: 1 }, true],
    ['1 of a* or 1 of b*', { b: 1 }, true],
    ['a and not 1 of b*', { a: 1 }, true],
  ] as const)('%s over %j is %s', (condition, record, expected) => {
    expect(matches(abc(condition), record)).toBe(expected);
  });

  it('takes a list of conditions as alternatives', () => {
    const detection = 'a: {a: 1}\nb: {b: 1}\ncondition: [a, b]';

    expect([matches(detection, { a: 1 }), matches(detection, { b: 1 }), matches(detection, {})]).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('binds and tighter than or', () => {
    expect(parseCondition('a or b and c')).toEqual({
      kind: 'or',
      terms: [
        { kind: 'selection', name: 'a' },
        {
          kind: 'and',
          terms: [
            { kind: 'selection', name: 'b' },
            { kind: 'selection', name: 'c' },
          ],
        },
      ],
    });
  });

  it('leaves selections with an underscore out of them, and takes them by name', () => {
    expect(namesFor('*', ['a', '_b'])).toEqual(['a']);
    expect(namesFor('_*', ['a', '_b'])).toEqual(['_b']);
  });

  it.each([
    ['a and', 'condition ends too early'],
    ['(a', 'lacks a closing parenthesis'],
    ['a b', 'unexpected "b"'],
    ['a and )', 'unexpected ")"'],
    ['2 of them', 'quantity "2 of" is not supported'],
    ['1 of', 'ends after "of"'],
    ['a | count() > 5', 'aggregation after "|" is not supported'],
    ['nowhere', 'there is no such selection'],
    ['1 of x*', 'no selection fits'],
  ])('refuses %s with a reason', (condition, reason) => {
    expect(refusal(abc(`'${condition}'`))).toContain(reason);
  });
});
