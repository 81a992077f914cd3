import { blockContains, parseBlock, parseIp } from '../../core/ip.ts';
import { textOf } from './field.ts';
import type { Anchor } from './pattern.ts';
import { compilePattern } from './pattern.ts';
import { RuleError } from './rule.ts';

/** Tests one leaf value (never a list, never null). */
export type LeafTest = (leaf: unknown) => boolean;

/** The part of a selection key before and after the first `|`. */
export interface FieldKey {
  readonly field: string;
  readonly modifiers: readonly string[];
}

const ANCHORS: Readonly<Record<string, Anchor>> = { contains: 'inside', startswith: 'start', endswith: 'end' };
const COMPARISONS: Readonly<Record<string, (value: number, limit: number) => boolean>> = {
  gt: (value, limit) => value > limit,
  gte: (value, limit) => value >= limit,
  lt: (value, limit) => value < limit,
  lte: (value, limit) => value <= limit,
};
const KNOWN = new Set([
  'all',
  'cased',
  're',
  'i',
  'm',
  's',
  'cidr',
  'exists',
  'fieldref',
  'neq',
  ...Object.keys(ANCHORS),
  ...Object.keys(COMPARISONS),
]);

/** Values longer than this are cut before a regular expression sees them. */
const MAX_REGEX_INPUT = 8192;

/** @throws RuleError for a modifier that we do not have */
export function parseKey(key: string): FieldKey {
  const [field = '', ...modifiers] = key.split('|');
  for (const modifier of modifiers) {
    if (!KNOWN.has(modifier)) throw new RuleError(`modifier "${modifier}" is not supported`);
  }
  return { field, modifiers };
}

/** The test for one value of a rule under these modifiers. @throws RuleError */
export function leafTest(value: unknown, modifiers: readonly string[]): LeafTest {
  if (modifiers.includes('re')) return regexTest(value, modifiers);
  if (modifiers.includes('cidr')) return cidrTest(value);
  const comparison = modifiers.map((name) => COMPARISONS[name]).find((found) => found !== undefined);
  if (comparison !== undefined) {
    const limit = Number(value);
    if (Number.isNaN(limit)) throw new RuleError(`"${textOf(value)}" is no number to compare with`);
    return (leaf) => comparison(Number(leaf), limit);
  }
  const test = compilePattern(textOf(value), anchorOf(modifiers), modifiers.includes('cased'));
  return (leaf) => test(emptyOr(leaf));
}

/** Compares with another field of the same record, ignoring case unless `cased`. */
export function referenceTest(modifiers: readonly string[]): (leaf: unknown, other: unknown) => boolean {
  const fold = modifiers.includes('cased') ? textOf : (value: unknown) => textOf(value).toLowerCase();
  const anchor = anchorOf(modifiers);
  return (leaf, other) => {
    const left = fold(leaf);
    const right = fold(other);
    if (anchor === 'start') return left.startsWith(right);
    if (anchor === 'end') return left.endsWith(right);
    return anchor === 'inside' ? left.includes(right) : left === right;
  };
}

function anchorOf(modifiers: readonly string[]): Anchor {
  return modifiers.map((name) => ANCHORS[name]).find((anchor) => anchor !== undefined) ?? 'whole';
}

/** An empty object holds nothing, so it is no text that `*` could match. */
function emptyOr(leaf: unknown): string {
  const text = textOf(leaf);
  return text === '{}' && typeof leaf === 'object' ? '' : text;
}

function regexTest(value: unknown, modifiers: readonly string[]): LeafTest {
  let source = textOf(value);
  let flags = modifiers.filter((name) => name === 'i' || name === 'm' || name === 's').join('');
  const inline = /^\(\?([ims]+)\)/.exec(source);
  if (inline !== null) {
    source = source.slice(inline[0].length);
    flags = [...new Set(flags + (inline[1] ?? ''))].join('');
  }
  let expression: RegExp;
  try {
    expression = new RegExp(source, flags);
  } catch {
    throw new RuleError(`regular expression is not valid here: ${source}`);
  }
  return (leaf) => expression.test(textOf(leaf).slice(0, MAX_REGEX_INPUT));
}

function cidrTest(value: unknown): LeafTest {
  const block = parseBlock(textOf(value));
  if (block === null) throw new RuleError(`"${textOf(value)}" is no CIDR block`);
  return (leaf) => {
    const address = parseIp(textOf(leaf));
    return address !== null && blockContains(block, address);
  };
}
