import { describe, expect, it } from 'vitest';
import type { AuditEntry } from '../../../../src/simulate/github/audit/journal.ts';
import { parsePhrase } from '../../../../src/simulate/github/audit/phrase.ts';

const AT = Date.parse('2026-11-23T12:00:00Z');

function entry(change: Partial<AuditEntry> = {}): AuditEntry {
  const event = {
    action: 'repo.create',
    actor: 'Anna',
    repo: 'acme/api',
    hashed_token: 'ab+/cd=',
    actor_location: { country_code: 'DE' },
  };
  return {
    event,
    class: 'web',
    org: 'acme',
    enterprise: '',
    at: AT,
    createdAt: AT,
    documentId: 'x',
    visibleAt: AT,
    ...change,
  };
}

describe('search phrases of the simulated audit log', () => {
  it.each([
    ['', true],
    ['action:repo.create', true],
    ['action:repo', true],
    ['action:rep', false],
    ['-action:hook', true],
    ['-action:repo', false],
    ['actor:anna', true],
    ['actor:anna action:hook', false],
    ['repo:"acme/api"', true],
    ['country:de', true],
    ['country:nl', false],
    ['hashed_token:"ab+/cd"', true],
    ['hashed_token:"ab+/cd="', true],
    ['hashed_token:"other="', false],
    ['created:2026-11-23', true],
    ['created:2026-11-22', false],
    ['created:>=2026-11-23T12:00:00Z', true],
    ['created:>2026-11-23T12:00:00Z', false],
    ['created:<2026-11-23T12:00:00Z', false],
    ['created:<=2026-11-23', true],
    ['created:2026-11-20..2026-11-23', true],
    ['created:2026-11-20..2026-11-22', false],
  ])('%j holds: %s', (text, expected) => {
    expect(parsePhrase(text).matches(entry())).toBe(expected);
  });

  it('never find Git events by the hash of a token', () => {
    const phrase = parsePhrase('hashed_token:"ab+/cd="');

    expect(phrase.matches(entry({ class: 'git' }))).toBe(false);
    expect(parsePhrase('-hashed_token:"ab+/cd="').matches(entry({ class: 'git' }))).toBe(true);
  });

  it('know whether they are dated, and refuse words without a key and dates that are none', () => {
    expect(parsePhrase('created:>=2026-01-01').dated).toBe(true);
    expect(parsePhrase('actor:anna').dated).toBe(false);
    expect(() => parsePhrase('anna')).toThrow('free text');
    expect(() => parsePhrase('created:>=soon').matches(entry())).toThrow('no date');
  });
});
