import { describe, expect, it } from 'vitest';
import { parseRules } from '../../../../src/detect/sigma/parse.ts';
import { RuleSet } from '../../../../src/detect/sigma/rule-set.ts';
import { FORMAT, ruleOf, ruleText } from '../support/rules.ts';

const set = (detection: string, more = ''): RuleSet => new RuleSet([ruleOf(detection, more)], [FORMAT]);

describe('rule sets', () => {
  it('shows the fields that the rule names, from the copy without secrets', () => {
    const rules = set('sel: {action: Login}\ncondition: sel', 'fields: [user, password, missing]');

    expect(rules.match(FORMAT.id, { action: 'Login', user: 'anna', password: 'hunter2' })).toEqual([
      { rule: 'a-rule', detail: { user: 'anna', password: '[removed]' } },
    ]);
  });

  it('cuts long values', () => {
    const rules = set('sel: {action: Login}\ncondition: sel', 'fields: [user]');

    expect(rules.match(FORMAT.id, { action: 'Login', user: 'x'.repeat(999) })[0]?.detail['user']).toHaveLength(201);
  });

  it('looks only at rules that the action allows, however the rule says it', () => {
    const rules = set(
      'sel: {action|startswith: Delete, kind: x}\nnot_here: {quiet: 1}\ncondition: sel and not not_here',
    );

    const provider = FORMAT.id.split('.')[0] ?? '';

    expect(rules.concerned(new Map([[provider, ['ListThings']]]))).toEqual(new Set());
    expect(rules.concerned(new Map([[provider, ['ListThings', 'DeleteThing']]]))).toEqual(new Set(['a-rule']));
    expect(rules.concerned(new Map([[provider, ['DeleteThing /by/route']]]))).toEqual(new Set(['a-rule']));
    expect(rules.concerned(new Map([['somebody', ['DeleteThing']]]))).toEqual(new Set());
  });

  it('asks a rule without an action about every record', () => {
    const rules = set('sel: {kind: x}\ncondition: sel');

    expect(rules.match(FORMAT.id, { action: 'Anything', kind: 'x' })).toHaveLength(1);
    expect(rules.match(FORMAT.id, { kind: 'x' })).toHaveLength(1);
  });

  it('never drops a rule by its action where another selection may match', () => {
    const rules = set('a: {action: Login}\nb: {kind: x}\ncondition: a or b');

    expect(rules.match(FORMAT.id, { action: 'Logout', kind: 'x' })).toHaveLength(1);
  });

  it('says which rules no source can feed', () => {
    const { rules } = parseRules([
      {
        path: 'other.yml',
        text: ruleText('sel: {a: 1}\ncondition: sel').replace('product: acme', 'product: somethingelse'),
      },
    ]);

    expect(new RuleSet(rules, [FORMAT]).skipped).toEqual([
      { path: 'other.yml', title: 'A rule', reason: 'no source delivers records of log source somethingelse/audit' },
    ]);
  });

  it('knows no rules for a format that it was not given', () => {
    expect(set('sel: {a: 1}\ncondition: sel').match('unknown.format', { a: 1 })).toEqual([]);
  });

  it('gives one shared empty list where nothing matches', () => {
    const rules = set('sel: {action: Login}\ncondition: sel');

    expect(rules.match(FORMAT.id, { action: 'x' })).toBe(rules.match(FORMAT.id, { action: 'y' }));
  });

  it('counts what a match weighs by a list or a number', () => {
    const extras = (weigh: string): string => `keywatch:
  phrase: read many
  misses: nothing
  triage: nothing
  window: {minutes: 5, count: 10, weigh: ${weigh}}
  examples: {fire: [{a: 1}], quiet: [{a: 2}]}
`;
    const weighed = (record: unknown): string | undefined =>
      set('sel: {action: Get}\ncondition: sel', extras('names')).match(FORMAT.id, record)[0]?.detail['names'];

    expect(weighed({ action: 'Get', names: ['a', 'b', 'c'] })).toBe('3');
    expect(weighed({ action: 'Get', names: 7 })).toBe('7');
    expect(weighed({ action: 'Get' })).toBe('1');
  });

  it('survives records that are no objects', () => {
    const rules = set('sel: {action: Login}\ncondition: sel');

    expect([null, 5, 'text', [], undefined].map((record) => rules.match(FORMAT.id, record).length)).toEqual([
      0, 0, 0, 0, 0,
    ]);
  });
});
