import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { consoleText, createConsoleSink } from '../../../src/alert/sinks/console.ts';
import { displayWidth } from '../../../src/kit/text-width.ts';
import { alertOf, evidence, finding, HOSTILE, incident, KEY, NIGHT } from './samples.ts';

const PLAIN = { width: 90, color: false };

describe('the console sink', () => {
  it('tells the whole story without explanation', () => {
    const acts = ['GetCallerIdentity', 'ListSecrets', 'GetSecretValue'].map((action, index) =>
      evidence({
        eventId: `${index}`,
        time: NIGHT + index * 60_000,
        action,
        target: index === 2 ? 'prod/payments' : '',
      }),
    );
    const text = consoleText(alertOf([incident({ findings: [finding({ evidence: acts })] })]), PLAIN);

    expect(text.replaceAll(KEY, '(key)')).toMatchInlineSnapshot(`
      "critical[inc-7f3a9c2e] Leaked key of ci-deploy is used from a new network
        key        (key) and 1 more
        used as    arn:aws:iam::111122223333:user/ci-deploy
        from       198.51.100.7
        with       aws-cli
        account    aws 111122223333
        when       2026-11-23T03:12:00Z to 2026-11-23T03:21:00Z
        status     open, nobody on it
        2026-11-23T03:12:00Z  success  198.51.100.7     GetCallerIdentity
        2026-11-23T03:13:00Z  success  198.51.100.7     ListSecrets
        2026-11-23T03:14:00Z  success  198.51.100.7     GetSecretValue  prod/payments
        = why      +100 leaked-key-in-use: its secret is public since 02:58
                   +60 identity-check-then-sweep (2 times): 14 listing calls within 3 min
                   +25 first-network-for-key: AS64500 was never seen in 212 days
        = next     keywatch respond plan inc-7f3a9c2e

      first message about this incident · msg-0123456789abcdef
      "
    `);
  });

  it('is brief in a digest', () => {
    const text = consoleText(alertOf([incident(), incident({ id: 'inc-2' })], { reason: 'digest' }), PLAIN);

    expect(text).not.toContain('GetCallerIdentity');
    expect(text).toContain(KEY);
    expect(text).toContain('keywatch respond plan inc-2');
  });

  it('counts evidence that it does not show', () => {
    const many = Array.from({ length: 20 }, (_, index) => evidence({ eventId: `${index}` }));

    expect(consoleText(alertOf([incident({ findings: [finding({ evidence: many })] })]), PLAIN)).toContain('… 8 more');
  });

  it('colours only when asked, and says the same', () => {
    const group = alertOf([incident()]);
    const colored = consoleText(group, { ...PLAIN, color: true });

    expect(colored).toContain('\u001b[31mcritical');
    expect(stripVTControlCharacters(colored)).toBe(consoleText(group, PLAIN));
  });

  it.each(HOSTILE)('shows what strangers wrote and obeys none of it: %j', (text) => {
    const event = evidence({ actor: text, action: text, target: text, address: text, tool: text });
    const one = incident({ title: text, owner: text, findings: [finding({ evidence: [event] })] });

    for (const line of consoleText(alertOf([one]), PLAIN).split('\n')) {
      expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      if (line.startsWith('  ')) expect(displayWidth(line)).toBeLessThanOrEqual(PLAIN.width);
    }
  });

  it('writes once and reports it', async () => {
    const written: string[] = [];
    const sink = createConsoleSink({ id: 'console', write: (text) => written.push(text), ...PLAIN });

    expect(await sink.send(alertOf([incident()]), new AbortController().signal)).toEqual({
      kind: 'sent',
      receipt: 'written',
    });
    expect(written).toHaveLength(1);
  });

  it('tries again when the stream is closed', async () => {
    const write = (): never => {
      throw new Error('EPIPE');
    };

    expect(
      (
        await createConsoleSink({ id: 'console', write, ...PLAIN }).send(
          alertOf([incident()]),
          new AbortController().signal,
        )
      ).kind,
    ).toBe('retry');
  });
});
