import { describe, expect, it } from 'vitest';
import type { Coverage } from '../../../src/core/coverage.ts';
import type { Credential, CredentialBinding } from '../../../src/core/credential.ts';
import type { Exposure } from '../../../src/core/exposure.ts';
import type { NetworkLookup } from '../../../src/core/network.ts';
import type { EventRow } from '../../../src/core/ports.ts';
import { DAY, HOUR, MINUTE } from '../../../src/core/time.ts';
import { answerLeak, type LeakQuestion } from '../../../src/exposures/answer.ts';
import { leakSentences } from '../../../src/exposures/sentences.ts';

const NOW = Date.UTC(2026, 10, 23, 20);
const EXPOSED = NOW - 2 * DAY;

const exposure: Exposure = {
  id: 'exp-1',
  credential: 'acme:KEY1',
  fingerprint: 'f',
  origin: 'manual',
  summary: 'live secret key acme_…7QF3',
  place: 'repo .env:3',
  public: true,
  secretSeen: true,
  exposedAt: EXPOSED,
  reportedAt: NOW,
};

function credential(change: Partial<Credential> = {}): Credential {
  return {
    id: 'acme:KEY1',
    aliases: ['acme:KEY1'],
    provider: 'acme',
    account: 'main',
    kind: 'key',
    actor: 'user/ci',
    session: '',
    state: 'active',
    createdAt: NOW - 400 * DAY,
    expiresAt: null,
    firstSeen: NOW - 300 * DAY,
    lastUsed: null,
    ...change,
  };
}

const binding: CredentialBinding = {
  match: 'KEY1',
  name: 'ci deploy',
  owner: 'platform team',
  networks: ['198.51.100.0/24'],
  availabilityFirst: false,
  protected: false,
  consumers: [],
};

function event(change: Partial<EventRow> = {}): EventRow {
  return {
    time: EXPOSED + HOUR,
    eventId: 'e',
    provider: 'acme',
    account: 'main',
    region: '',
    credential: 'acme:KEY1',
    actorKind: 'user',
    actor: 'user/ci',
    session: '',
    service: 'store',
    action: 'GetItem',
    verb: 'read',
    outcome: 'success',
    errorCode: '',
    target: 'item/1',
    address: '203.0.113.9',
    agent: 'curl',
    via: '',
    seenAt: NOW,
    evidence: { place: 'p', position: 0, sha256: 's', sequence: 1 },
    ...change,
  };
}

const networks: NetworkLookup = {
  describe: 'test',
  lookup: (address) =>
    /^[\d.]+$/.test(address) ? { network: 'AS64500', owner: 'Example Hosting', country: 'NL' } : null,
};

function coverage(from = NOW - 30 * DAY, to = NOW): Coverage {
  return {
    spans: [{ source: 'acme.audit', title: 'Acme audit log', provider: 'acme', account: 'main', from, to }],
    notVisible: ['reads of objects'],
  };
}

function ask(change: Partial<LeakQuestion> = {}): ReturnType<typeof answerLeak> {
  return answerLeak({
    exposure,
    credential: credential(),
    binding,
    descendants: [],
    events: [],
    complete: true,
    coverage: coverage(),
    networks,
    now: NOW,
    ...change,
  });
}

describe('whose key', () => {
  it('is told by configuration first', () => {
    expect(ask()).toMatchObject({ name: 'ci deploy', owner: 'platform team', provider: 'acme', account: 'main' });
  });

  it('else by the principal that it speaks for', () => {
    expect(ask({ binding: null })).toMatchObject({ name: '', owner: 'user/ci' });
    expect(ask({ binding: { ...binding, owner: '' } })).toMatchObject({ name: 'ci deploy', owner: 'user/ci' });
  });

  it('else unknown, with the provider that its alias names', () => {
    expect(ask({ binding: null, credential: null })).toMatchObject({ owner: '', provider: 'acme', account: '' });
  });
});

describe('live or not', () => {
  it.each([
    ['active', 'live'],
    ['inactive', 'dead'],
    ['deleted', 'dead'],
    ['expired', 'dead'],
    ['unknown', 'unknown'],
  ] as const)('%s is %s', (state, expected) => {
    expect(ask({ credential: credential({ state }) }).life.state).toBe(expected);
  });

  it('is settled by an expiry in the past, whatever the inventory says', () => {
    expect(ask({ credential: credential({ expiresAt: NOW - 1 }) }).life).toEqual({
      state: 'dead',
      because: 'it expired 2026-11-23T19:59:59.999Z',
    });
    expect(ask({ credential: credential({ expiresAt: NOW + 1 }) }).life.state).toBe('live');
  });

  it('is unknown of a key that nobody knows', () => {
    expect(ask({ credential: null }).life.state).toBe('unknown');
  });
});

describe('used or not', () => {
  it('yes, when there are events since the exposure; older ones are the life before it', () => {
    const answer = ask({ events: [event({ time: EXPOSED - 1 }), event({ time: EXPOSED }), event()] });

    expect(answer).toMatchObject({ uses: 2, firstUse: EXPOSED, lastUse: EXPOSED + HOUR, refused: 0 });
    expect(answer.verdict).toEqual({ used: 'yes', because: 'used since 2026-11-21T20:00:00Z', unseen: [] });
  });

  it('tried, when all was refused', () => {
    const answer = ask({ events: [event({ outcome: 'denied' }), event({ outcome: 'denied' })] });

    expect(answer.refused).toBe(2);
    expect(answer.verdict.because).toBe('tried since 2026-11-21T20:00:00Z, and refused every time');
  });

  it('a call that failed otherwise was let in all the same', () => {
    expect(ask({ events: [event({ outcome: 'failed' })] }).verdict.because).toMatch(/^used/);
  });

  it('yes, by the stamp of the provider where no record is to be seen', () => {
    const answer = ask({ credential: credential({ lastUsed: EXPOSED + 1 }) });

    expect(answer.verdict.used).toBe('yes');
    expect(answer.verdict.because).toContain('no record of that use was seen');
    expect(ask({ credential: credential({ lastUsed: EXPOSED }) }).verdict.used).toBe('none-seen');
  });

  it('none seen, only when somebody looked', () => {
    expect(ask().verdict).toEqual({ used: 'none-seen', because: 'no use seen since 2026-11-21T20:00:00Z', unseen: [] });
  });

  it.each([
    ['no source', { spans: [], notVisible: [] }],
    ['a source of another provider', { spans: [{ ...coverage().spans[0], provider: 'other' }], notVisible: [] }],
    ['a source of another account', { spans: [{ ...coverage().spans[0], account: 'second' }], notVisible: [] }],
    ['a source that ended before', coverage(NOW - 30 * DAY, EXPOSED)],
  ] as const)('not visible, with %s', (_, seen) => {
    expect(ask({ coverage: seen as Coverage }).verdict.used).toBe('not-visible');
  });

  it('not visible, when the key does not say under which name logs show it', () => {
    expect(ask({ exposure: { ...exposure, credential: '' }, credential: null }).verdict.used).toBe('not-visible');
  });

  it('a source without an account covers all of them', () => {
    const all: Coverage = { spans: coverage().spans.map((span) => ({ ...span, account: '' })), notVisible: [] };

    expect(ask({ coverage: all }).verdict.used).toBe('none-seen');
  });

  it('names the time that nobody looked at', () => {
    const [span] = coverage().spans;
    if (span === undefined) throw new Error('no span');
    const spans = [
      { ...span, from: EXPOSED + 3 * HOUR, to: EXPOSED + 5 * HOUR },
      { ...span, from: EXPOSED + HOUR, to: EXPOSED + 4 * HOUR },
      { ...span, from: EXPOSED + 8 * HOUR, to: NOW - HOUR },
    ];

    expect(ask({ coverage: { spans, notVisible: [] } }).verdict.unseen).toEqual([
      { from: EXPOSED, to: EXPOSED + HOUR },
      { from: EXPOSED + 5 * HOUR, to: EXPOSED + 8 * HOUR },
      { from: NOW - HOUR, to: NOW - 30 * MINUTE },
    ]);
  });
});

describe('by whom, from where, on what', () => {
  const events = [
    event({ address: '203.0.113.9', target: 'a' }),
    event({ address: '203.0.113.9', target: 'b', session: 'laptop' }),
    event({ address: '198.51.100.4', action: 'PutItem', service: '', target: '' }),
    event({ address: 'service.example', target: 'a' }),
  ];

  it('is counted, the most frequent first', () => {
    const answer = ask({ events });

    expect(answer.by).toEqual([
      { value: 'user/ci', count: 3 },
      { value: 'user/ci as laptop', count: 1 },
    ]);
    expect(answer.actions).toEqual([
      { value: 'store GetItem', count: 3 },
      { value: 'PutItem', count: 1 },
    ]);
    expect(answer.targets).toEqual([
      { value: 'a', count: 2 },
      { value: 'b', count: 1 },
    ]);
  });

  it('shows whether an address is an expected one', () => {
    expect(ask({ events }).from).toEqual([
      { value: '203.0.113.9', count: 2, owner: 'Example Hosting', country: 'NL', expected: false },
      { value: '198.51.100.4', count: 1, owner: 'Example Hosting', country: 'NL', expected: true },
      { value: 'service.example', count: 1, owner: '', country: '', expected: null },
    ]);
    expect(ask({ events, binding: null }).from.map(({ expected }) => expected)).toEqual([null, null, null]);
  });

  it('names what was made from it since', () => {
    const made = (id: string, createdAt: number | null, firstSeen: number | null): Credential =>
      credential({ id, createdAt, firstSeen });
    const descendants = [
      made('acme:B', EXPOSED + 1, null),
      made('acme:OLD', EXPOSED - 1, null),
      made('acme:A', null, null),
    ];

    expect(ask({ descendants }).minted).toEqual(['acme:A', 'acme:B']);
  });
});

describe('the answer in sentences', () => {
  it('says the verdict first and the coverage last', () => {
    const lines = leakSentences(
      ask({
        events: [event(), event({ outcome: 'denied' })],
        descendants: [credential({ id: 'acme:B', createdAt: NOW })],
      }),
    );

    expect(lines).toEqual([
      'USED AFTER EXPOSURE: used since 2026-11-21T20:00:00Z; the key is live.',
      'Exposed: live secret key acme_…7QF3, in repo .env:3, in public since 2026-11-21T20:00:00Z.',
      'Whose: ci deploy, acme:KEY1, owner platform team, acme account main.',
      'Live: the inventory says that it is active.',
      'Used: 2 uses, 2026-11-21T21:00:00Z to 2026-11-21T21:00:00Z, 1 refused.',
      'By: user/ci (2).',
      'From: 203.0.113.9 [Example Hosting, NL, not an expected network] (2).',
      'Did: store GetItem (2).',
      'On: item/1 (2).',
      'Made from it since: acme:B.',
      'Coverage: seen: Acme audit log, 2026-10-24T20:00:00Z to 2026-11-23T20:00:00Z; not visible: reads of objects.',
    ]);
  });

  it('is honest about an id without its secret', () => {
    const lines = leakSentences(ask({ exposure: { ...exposure, secretSeen: false, public: false, place: '' } }));

    expect(lines[0]).toBe('No use seen since 2026-11-21T20:00:00Z; the key is live.');
    expect(lines).toContain('Only its id was reported. Ids are not secret: this alone triggers nothing.');
  });

  it('is honest about what was not looked at', () => {
    const lines = leakSentences(ask({ coverage: coverage(EXPOSED + HOUR), events: [event()], complete: false }));

    expect(lines).toContain('Nothing was read of 2026-11-21T20:00:00Z to 2026-11-21T21:00:00Z.');
    expect(lines.join('\n')).toContain('Used: at least 1 use,');
  });

  it('is honest about a key that nobody knows', () => {
    const lines = leakSentences(ask({ exposure: { ...exposure, credential: '' }, credential: null, binding: null }));

    expect(lines).toContain('Whose: unknown; the key does not say.');
    expect(lines[0]).toMatch(/^Use not visible: /);
  });

  it('stays short when much was done', () => {
    const events = Array.from({ length: 300 }, (_, index) => event({ target: `item/${String(index)}` }));

    const [on] = leakSentences(ask({ events })).filter((line) => line.startsWith('On:'));

    expect(on).toBe('On: item/0 (1), item/1 (1), item/10 (1), item/100 (1), item/101 (1) and 295 more.');
  });
});
