import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CONNECTORS } from '../../../connectors/registry.ts';
import { loadRules } from '../../../src/detect/sigma/load.ts';
import { ROOT } from '../../support/source-files.ts';

const formats = Object.values(CONNECTORS).flatMap((connector) => connector.formats);
const { loaded, rules, skipped } = await loadRules([join(ROOT, 'rules')], [], formats);

/** Ids of the rules that match a record in the format that they are for. */
function matching(rule: (typeof loaded)[number], record: unknown): readonly string[] {
  const format = formats.find(
    ({ logsource }) => logsource.product === rule.logsource.product && logsource.service === rule.logsource.service,
  );
  return rules.match(format?.id ?? '', record).map((hit) => hit.rule);
}

describe('rules that we ship', () => {
  it('all load', () => {
    expect(skipped).toEqual([]);
    expect(loaded.length).toBeGreaterThan(30);
  });

  it.each(loaded.map((rule) => ({ id: rule.info.id, rule })))(
    '$id matches its examples and not its near misses',
    ({ rule }) => {
      const { fire, quiet } = rule.extras?.examples ?? { fire: [], quiet: [] };

      expect(fire.map((record) => matching(rule, record).includes(rule.info.id))).toEqual(fire.map(() => true));
      expect(quiet.map((record) => matching(rule, record).includes(rule.info.id))).toEqual(quiet.map(() => false));
      expect(fire.length * quiet.length).toBeGreaterThan(0);
    },
  );

  it.each(loaded.map((rule) => ({ id: rule.info.id, rule })))('$id says all that people need', ({ rule }) => {
    const { detects, falsePositives, misses, title, triage } = rule.info;

    expect(
      [title, detects, misses, falsePositives, triage, rule.extras?.phrase ?? ''].every((text) => text.length > 5),
    ).toBe(true);
    expect(rule.info.attack.length).toBeGreaterThan(0);
    expect(rule.uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('have ids of their own', () => {
    expect(new Set(loaded.map((rule) => rule.uuid)).size).toBe(loaded.length);
  });

  it('name in their sentences only fields that they show', () => {
    const known = new Set(['actor', 'action', 'target', 'address']);
    const unknown = loaded.flatMap((rule) =>
      [...(rule.extras?.reason ?? '').matchAll(/\{([^}]+)\}/g)]
        .map((match) => match[1] ?? '')
        .filter((name) => !known.has(name) && !rule.fields.includes(name))
        .map((name) => `${rule.info.id}: ${name}`),
    );

    expect(unknown).toEqual([]);
  });

  it('cost next to nothing for a record that none of them names', () => {
    const format = formats[0];
    const record = { eventName: 'HeadObject', eventSource: 's3.amazonaws.com' };

    expect(rules.match(format?.id ?? '', record)).toEqual([]);
    expect(rules.concerned(new Map([['aws', [record.eventName]]])).size).toBeLessThan(3);
  });
});
