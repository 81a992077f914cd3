import { describe, expect, it } from 'vitest';
import { parseRules } from '../../../../src/detect/sigma/parse.ts';
import { ruleOf, ruleText } from '../support/rules.ts';

const DETECTION = 'sel: {action: Delete}\ncondition: sel';
const EXTRAS = `keywatch:
  phrase: deleted it
  misses: the rest of it
  triage: look at it
  examples:
    base: {service: x}
    fire: [{action: Delete}]
    quiet: [{action: Create}]
`;

const parseOne = (text: string): ReturnType<typeof parseRules> => parseRules([{ path: 'rules/a/b.yml', text }]);

describe('reading rule files', () => {
  it('takes the detector id from the file name and the techniques from the tags', () => {
    const rule = ruleOf(DETECTION, 'tags: [attack.persistence, attack.t1098.001, attack.T1078]\nauthor: Somebody');

    expect(rule.info.id).toBe('a-rule');
    expect(rule.info.attack).toEqual(['T1098.001', 'T1078']);
    expect(rule.author).toBe('Somebody');
    expect(rule.extras).toBeNull();
  });

  it('reads what our own rules add, and lays examples over their base', () => {
    const { extras, info } = ruleOf(DETECTION, EXTRAS);

    expect(info.misses).toBe('the rest of it');
    expect(extras?.examples.fire).toEqual([{ service: 'x', action: 'Delete' }]);
    expect(extras?.window).toBeNull();
  });

  it('counts a refused attempt one step less unless the rule says otherwise', () => {
    expect(ruleOf(DETECTION, EXTRAS).extras?.denied).toBe('medium');
    expect(ruleOf(DETECTION, EXTRAS.replace('  misses', '  denied: none\n  misses')).extras?.denied).toBeNull();
    expect(ruleOf(DETECTION, EXTRAS).extras?.failed).toBeNull();
  });

  it('loads the other rules when one is broken, and says what is wrong with it', () => {
    const { rules, skipped } = parseRules([
      { path: 'a.yml', text: 'title: [' },
      { path: 'b.yml', text: 'just text' },
      { path: 'c.yml', text: 'title: no detection' },
      { path: 'd.yml', text: ruleText('sel: {a: 1}') },
      { path: 'e.yml', text: ruleText('sel: {a: 1}\ntimeframe: 5m\ncondition: sel') },
      { path: 'f.yml', text: 'title: sum\ncorrelation: {type: event_count}' },
      { path: 'g.yml', text: ruleText(DETECTION) },
    ]);

    expect(rules.map((rule) => rule.info.id)).toEqual(['g']);
    expect(skipped.map(({ path, reason }) => `${path}: ${reason.slice(0, 24)}`)).toEqual([
      'a.yml: not YAML: Flow sequence ',
      'b.yml: the document is not a ma',
      'c.yml: there is no "detection" ',
      'd.yml: there is no condition',
      'e.yml: "timeframe" is not suppo',
      'f.yml: correlation documents ar',
    ]);
  });

  it('refuses a second rule with the same id', () => {
    const file = { path: 'rules/x/same.yml', text: ruleText(DETECTION) };

    expect(parseRules([file, { ...file, path: 'own/same.yml' }]).skipped[0]?.reason).toContain('"same"');
  });

  it('reads several documents of one file as rules of their own', () => {
    const { rules } = parseOne(`${ruleText(DETECTION)}\n---\n${ruleText(DETECTION)}`);

    expect(rules.map((rule) => rule.info.id)).toEqual(['b', 'b-2']);
  });

  it.each([
    ['an unknown word', EXTRAS.replace('phrase', 'phrases')],
    ['no example that must fire', EXTRAS.replace('fire: [{action: Delete}]', 'fire: []')],
    ['no near miss', EXTRAS.replace('    quiet: [{action: Create}]\n', '')],
    ['no advice', EXTRAS.replace('  triage: look at it\n', '')],
  ])('refuses a section of ours with %s', (_, extras) => {
    expect(parseOne(ruleText(DETECTION, extras)).skipped[0]?.reason).toContain('keywatch section');
  });
});
