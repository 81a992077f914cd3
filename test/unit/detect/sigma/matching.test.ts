import { describe, expect, it } from 'vitest';
import { matches, refusal } from '../support/rules.ts';

const one = (line: string): string => `sel:\n  ${line}\ncondition: sel`;

describe('values', () => {
  it.each([
    ['equal text', 'action: Delete', { action: 'Delete' }, true],
    ['case does not matter', 'action: DELETE', { action: 'delete' }, true],
    ['cased: it does', 'action|cased: DELETE', { action: 'delete' }, false],
    ['part is not enough', 'action: Del', { action: 'Delete' }, false],
    ['number and text', 'port: 22', { port: '22' }, true],
    ['text and boolean', "enable: 'false'", { enable: false }, true],
    ['boolean and other boolean', 'enable: false', { enable: true }, false],
    ['a list is any', 'action: [A, B]', { action: 'b' }, true],
    ['all wants every one', 'text|contains|all: [a, b]', { text: 'xaxb' }, true],
    ['all misses one', 'text|contains|all: [a, b]', { text: 'xa' }, false],
    ['null means absent', 'error: null', {}, true],
    ['null means null', 'error: null', { error: null }, true],
    ['null is not empty text', 'error: null', { error: 'x' }, false],
    ['absent is no value', 'error: x', {}, false],
    ['a list of values in the record', 'names: b', { names: ['a', 'b'] }, true],
    ['nested lists of objects', 'items.name: b', { items: [{ name: 'a' }, { name: 'b' }] }, true],
    ['dotted path', 'a.b.c: 1', { a: { b: { c: 1 } } }, true],
    ['literal key with dots', 'a.b: 1', { 'a.b': 1 }, true],
    ['derived field', 'keywatch.loud: true', { text: 'hey!' }, true],
    ['not equal', 'a|neq: 1', { a: 2 }, true],
    ['greater', 'a|gt: 5', { a: 6 }, true],
    ['not greater', 'a|gte: 5', { a: '4' }, false],
  ])('%s', (_, line, record, expected) => {
    expect(matches(one(line), record)).toBe(expected);
  });
});

describe('wildcards', () => {
  it.each([
    ['name: a*', 'abc', true],
    ['name: "*c"', 'abc', true],
    ['name: a*c', 'abbbc', true],
    ['name: a?c', 'abc', true],
    ['name: a?c', 'abbc', false],
    ['name: "*b*"', 'abc', true],
    ['name: a*b*c', 'a\nb\nc', true],
    ['name: a\\*c', 'a*c', true],
    ['name: a\\*c', 'abc', false],
    ['name: a\\\\c', 'a\\c', true],
    ['name|startswith: ab', 'ABC', true],
    ['name|endswith: bc', 'abc', true],
    ['name|contains: b', 'abc', true],
    ['name|contains: "(x)"', 'a(x)', true],
    ['name|startswith: a?c', 'abcd', true],
  ])('%s on %j is %s', (line, name, expected) => {
    expect(matches(one(line), { name })).toBe(expected);
  });

  it.each([
    [{ name: 'x' }, true],
    [{ name: ['x'] }, true],
    [{ name: { a: 1 } }, true],
    [{ name: '' }, false],
    [{ name: [] }, false],
    [{ name: {} }, false],
    [{ name: null }, false],
    [{}, false],
  ])('contains a star alone means present and not empty: %j is %s', (record, expected) => {
    expect(matches(one("name|contains: '*'"), record)).toBe(expected);
  });
});

describe('modifiers', () => {
  it('searches the JSON text of an object', () => {
    const record = { params: { policy: { Effect: 'Allow', Action: '*' } } };

    expect(matches(one('params|contains: \'"Effect":"Allow"\''), record)).toBe(true);
  });

  it.each([
    ['re: ^a.c$', 'abc', true],
    ['re: ^A', 'abc', false],
    ['re|i: ^A', 'abc', true],
    ['re: "(?i)^A"', 'abc', true],
  ])('%s on %s is %s', (line, name, expected) => {
    expect(matches(one(`name|${line}`), { name })).toBe(expected);
  });

  it.each([
    ['192.0.2.0/24', '192.0.2.9', true],
    ['192.0.2.0/24', '198.51.100.9', false],
    ['2001:db8::/32', '2001:db8:1::5', true],
    ['192.0.2.0/24', 'host.example', false],
  ])('cidr %s on %s is %s', (block, address, expected) => {
    expect(matches(one(`ip|cidr: ${block}`), { ip: address })).toBe(expected);
  });

  it.each([
    ['true', { a: '' }, true],
    ['true', { a: null }, false],
    ['true', {}, false],
    ['false', {}, true],
    ['false', { a: 0 }, false],
  ])('exists: %s on %j is %s', (wanted, record, expected) => {
    expect(matches(one(`a|exists: ${wanted}`), record)).toBe(expected);
  });

  it('compares with another field, and never with an absent one', () => {
    expect(matches(one('a|fieldref: b'), { a: 'X', b: 'x' })).toBe(true);
    expect(matches(one('a|fieldref: b'), { a: 'x', b: 'y' })).toBe(false);
    expect(matches(one('a|fieldref: b'), { a: 'x' })).toBe(false);
    expect(matches(one('a|fieldref: b'), {})).toBe(false);
    expect(matches(one('a|fieldref|endswith: b'), { a: 'path/x', b: 'x' })).toBe(true);
  });

  it('looks for keywords anywhere in the record', () => {
    const detection = 'keywords:\n  - "*needle*"\n  - other\ncondition: keywords';

    expect(matches(detection, { deep: { text: 'a NEEDLE here' } })).toBe(true);
    expect(matches(detection, { deep: 'hay' })).toBe(false);
  });

  it('takes a list of maps as alternatives', () => {
    const detection = 'sel:\n  - {a: 1, b: 1}\n  - {c: 1}\ncondition: sel';

    expect([{ a: 1, b: 1 }, { c: 1 }, { a: 1 }].map((record) => matches(detection, record))).toEqual([
      true,
      true,
      false,
    ]);
  });

  it.each([
    ['a|base64offset: x', 'modifier "base64offset" is not supported'],
    ['a|expand: "%x%"', 'modifier "expand" is not supported'],
    ['a|re: "("', 'regular expression is not valid'],
    ['a|cidr: nowhere', 'is no CIDR block'],
    ['a|gt: many', 'is no number'],
  ])('refuses %s with a reason', (line, reason) => {
    expect(refusal(one(line))).toContain(reason);
  });

  it('does not let a long text hold up a regular expression', () => {
    expect(matches(one('a|re: x$'), { a: `${'y'.repeat(20_000)}x` })).toBe(false);
  });
});
