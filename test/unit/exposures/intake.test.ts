import { describe, expect, it } from 'vitest';
import { Secret } from '../../../src/core/secret.ts';
import { type LeakContext, type LeakInput, takeLeak } from '../../../src/exposures/intake.ts';
import { fingerprint } from '../../../src/kit/fingerprint.ts';
import { keyFormatsOf } from '../../../src/kit/key-scan.ts';
import {
  acme,
  bareSecret,
  body,
  keyId,
  liveKey,
  nativeId,
  other,
  publishableKey,
  testKey,
} from '../../support/acme.ts';
import { gitleaksReport, sarifReport, trufflehogLine } from './reports.ts';

const NOW = Date.UTC(2026, 10, 23, 20);
const KEY = new Uint8Array(32).fill(7);
const CONTEXT: LeakContext = { keyFormats: keyFormatsOf([acme, other]), fingerprintKey: KEY, now: NOW };

function take(input: LeakInput): ReturnType<typeof takeLeak> {
  return takeLeak(input, CONTEXT);
}

function reasons(input: LeakInput): readonly string[] {
  const { exposures, skipped } = take(input);
  expect(exposures).toEqual([]);
  return skipped.map(({ reason }) => reason);
}

describe('a key id', () => {
  it('with the word that its secret leaked as well is another report than the id alone', () => {
    const text = keyId('a');
    const [alone] = take({ kind: 'key-id', text }).exposures;
    const [together] = take({ kind: 'key-id', text, withSecret: true }).exposures;

    expect(together).toMatchObject({
      credential: `acme:${text}`,
      secretSeen: true,
      fingerprint: '',
      summary: `key id ${text} with its secret`,
    });
    expect(together?.id).not.toBe(alone?.id);
    expect(take({ kind: 'key-id', text, withSecret: true }).exposures[0]?.id).toBe(together?.id);
  });

  it('is an exposure in which nobody saw the secret', () => {
    const { exposures, skipped } = take({ kind: 'key-id', text: keyId('a') });

    expect(skipped).toEqual([]);
    expect(exposures).toEqual([
      {
        id: expect.stringMatching(/^exp-[\da-f]{16}$/) as string,
        credential: `acme:${keyId('a')}`,
        fingerprint: '',
        origin: 'manual',
        summary: `key id ${keyId('a')} without its secret`,
        place: '',
        public: false,
        secretSeen: false,
        exposedAt: NOW,
        reportedAt: NOW,
      },
    ]);
  });

  it.each([`acme:${keyId('a')}`, ` ${keyId('a')}\n`])('may be written as %j', (text) => {
    expect(take({ kind: 'key-id', text }).exposures[0]?.credential).toBe(`acme:${keyId('a')}`);
  });

  it('may be any alias of a provider that there is', () => {
    expect(take({ kind: 'key-id', text: 'acme:grant/17=' }).exposures).toMatchObject([
      { credential: 'acme:grant/17=', secretSeen: false },
    ]);
    expect(reasons({ kind: 'key-id', text: 'nobody:grant/17' })).toEqual(['is no key id of a connector that there is']);
  });

  it('takes place, time and openness from whoever reports it', () => {
    const [exposure] = take({
      kind: 'key-id',
      text: keyId('a'),
      place: 'a chat',
      since: NOW - 5,
      public: true,
    }).exposures;

    expect(exposure).toMatchObject({ place: 'a chat', exposedAt: NOW - 5, reportedAt: NOW, public: true });
  });

  it.each([liveKey('a'), `acme:${testKey('a')}`, bareSecret('a'), `x ${liveKey('a')}`])(
    'must not be a secret, which would stand in the history of the shell',
    (text) => {
      const [reason] = reasons({ kind: 'key-id', text });

      expect(reason).toContain('is a secret, not an id');
      expect(reason).not.toContain(text.slice(-16));
    },
  );

  it.each(['', 'hello', publishableKey('a')])('is not %j', (text) => {
    expect(reasons({ kind: 'key-id', text })).toEqual(['is no key id of a connector that there is']);
  });
});

describe('a secret', () => {
  const takeText = (text: string): ReturnType<typeof takeLeak> => take({ kind: 'secret', secret: new Secret(text) });

  it('is joined to the name under which logs show it, and fingerprinted', () => {
    expect(takeText(`${liveKey('b')}\n`).exposures).toMatchObject([
      {
        credential: `acme:${nativeId(liveKey('b'))}`,
        fingerprint: fingerprint(KEY, liveKey('b')),
        secretSeen: true,
        summary: `live secret key acme_sk_live_…${liveKey('b').slice(-4)}`,
      },
    ]);
  });

  it('is joined to the id that stands beside it', () => {
    const { exposures } = takeText(`id=${keyId('a')}\nsecret=${bareSecret('a')}`);

    expect(exposures).toHaveLength(1);
    expect(exposures[0]).toMatchObject({
      credential: `acme:${keyId('a')}`,
      fingerprint: fingerprint(KEY, bareSecret('a')),
      secretSeen: true,
    });
  });

  it('is joined to no id when there are several', () => {
    const { exposures } = takeText(`${keyId('a')} ${keyId('b')} ${bareSecret('a')}`);

    expect(exposures.map(({ credential, secretSeen }) => [credential, secretSeen])).toEqual([
      ['', true],
      [`acme:${keyId('a')}`, false],
      [`acme:${keyId('b')}`, false],
    ]);
  });

  it('is not joined to an id of another provider', () => {
    const token = `oth_${body('t')}`;

    expect(takeText(`${keyId('a')} ${token}`).exposures.map(({ credential }) => credential)).toEqual([
      '',
      `acme:${keyId('a')}`,
    ]);
  });

  it('of unknown kind is kept as a fingerprint, so that it is recognised again', () => {
    expect(takeText('correct horse battery staple').exposures).toMatchObject([
      {
        credential: '',
        fingerprint: fingerprint(KEY, 'correct horse battery staple'),
        secretSeen: true,
        summary: 'secret of unknown kind …aple',
      },
    ]);
  });

  it('that fails its own check is kept, and said to be doubtful', () => {
    const sample = liveKey('b').replace(/.$/, '0');

    expect(takeText(sample).exposures[0]?.summary).toContain('fails its own check');
  });

  it('must be given', () => {
    expect(reasons({ kind: 'secret', secret: new Secret(' \n') })).toEqual(['nothing was given']);
  });
});

describe('a report', () => {
  const secret = liveKey('b');

  it('gives one exposure a key and place, at the time of the commit', () => {
    const text = gitleaksReport([{ secret }, { secret, rule: 'second-rule' }, { secret, file: 'other' }]);

    const { exposures } = take({ kind: 'report', text });

    expect(exposures.map(({ place, exposedAt, origin }) => [place, exposedAt, origin])).toEqual([
      ['src/deploy.env:3 @0a1b2c3d4e5f', Date.UTC(2026, 10, 20, 8, 30), 'scanner-report'],
      ['other:3 @0a1b2c3d4e5f', Date.UTC(2026, 10, 20, 8, 30), 'scanner-report'],
    ]);
  });

  it('that shows an id alone proves nothing', () => {
    expect(take({ kind: 'report', text: gitleaksReport([{ secret: keyId('a') }]) }).exposures).toMatchObject([
      { secretSeen: false, fingerprint: '' },
    ]);
  });

  it('that shows an id with its secret proves it', () => {
    const text = trufflehogLine({ raw: keyId('a'), rawV2: `${keyId('a')}:${bareSecret('a')}` });

    expect(take({ kind: 'report', text }).exposures).toMatchObject([
      { credential: `acme:${keyId('a')}`, secretSeen: true },
    ]);
  });

  it('is not believed about what merely could be a key', () => {
    expect(
      reasons({ kind: 'report', text: gitleaksReport([{ secret: bareSecret('a') }, { secret: 'hunter2-hunter2' }]) }),
    ).toEqual([
      'holds no key of a connector that there is (rule generic-api-key)',
      'holds no key of a connector that there is (rule generic-api-key)',
    ]);
  });

  it('does not join an id with the hash of a commit in the prose of a tool', () => {
    const message = `found ${keyId('a')} in commit ${body('x').toUpperCase()}${'0'.repeat(24)}`.replace(
      /[\dA-F]{40}$/,
      (hash) => hash.toLowerCase(),
    );

    expect(take({ kind: 'report', text: sarifReport([{ message }]) }).exposures).toMatchObject([{ secretSeen: false }]);
  });

  it('exposes nothing in the future, whatever a commit says', () => {
    const text = gitleaksReport([{ secret, date: '2099-01-01T00:00:00Z' }]);

    expect(take({ kind: 'report', text }).exposures[0]?.exposedAt).toBe(NOW);
  });

  it('without times is dated by whoever hands it in', () => {
    const text = gitleaksReport([{ secret, date: '' }]);

    expect(take({ kind: 'report', text, since: NOW - 1000, public: true }).exposures).toMatchObject([
      { exposedAt: NOW - 1000, public: true },
    ]);
  });

  it('in an unknown form throws', () => {
    expect(() => take({ kind: 'report', text: 'hello' })).toThrow('known formats');
  });
});

describe('every intake', () => {
  const secret = liveKey('canary');
  const inputs: readonly LeakInput[] = [
    { kind: 'key-id', text: secret },
    { kind: 'secret', secret: new Secret(secret) },
    { kind: 'secret', secret: new Secret(`${keyId('a')} ${bareSecret('canary')}`) },
    { kind: 'secret', secret: new Secret('hunter2-hunter2-hunter2') },
    { kind: 'report', text: gitleaksReport([{ secret, match: `key=${secret}` }]) },
    { kind: 'report', text: trufflehogLine({ raw: secret }) },
    { kind: 'report', text: sarifReport([{ snippet: secret, message: `found ${secret}` }]) },
  ];

  it.each(inputs)('returns no secret ($kind)', (input) => {
    const text = JSON.stringify(take(input));

    for (const hidden of [secret, bareSecret('canary'), 'hunter2', secret.slice(-8)])
      expect(text).not.toContain(hidden);
  });

  it.each(inputs)('gives the same ids whenever it is repeated ($kind)', (input) => {
    const ids = (now: number): readonly string[] => takeLeak(input, { ...CONTEXT, now }).exposures.map(({ id }) => id);

    expect(ids(NOW + 86_400_000)).toEqual(ids(NOW));
  });
});
