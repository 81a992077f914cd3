import { describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE, SECOND } from '../../../src/core/time.ts';
import { burstsOf } from '../../../src/report/bursts.ts';
import { PLAIN } from '../../../src/report/paint.ts';
import { timeline } from '../../../src/report/timeline.ts';
import { timelineText } from '../../../src/report/timeline-text.ts';
import { evidence, finding, HOSTILE, incident, NIGHT, SESSION } from '../alert/samples.ts';
import { STORY, sampleReport } from './sample-report.ts';
import { shown, UNSAFE } from './shown.ts';

describe('bursts', () => {
  const at = (seconds: number, change = {}) =>
    evidence({ eventId: `e${seconds}`, time: NIGHT + seconds * SECOND, ...change });

  it('hold uses that follow each other within five minutes', () => {
    const bursts = burstsOf([at(0), at(299), at(599), at(900)]);

    expect(bursts.map((burst) => [burst.uses.length, burst.from, burst.to])).toEqual([
      [3, NIGHT, NIGHT + 599 * SECOND],
      [1, NIGHT + 900 * SECOND, NIGHT + 900 * SECOND],
    ]);
  });

  it.each([
    ['credential', { credential: SESSION }],
    ['principal', { actor: 'other' }],
    ['address', { address: '192.0.2.1' }],
  ])('keep each %s apart, interleaved or not', (_name, other) => {
    const bursts = burstsOf([at(0), at(1, other), at(2), at(3, other)]);

    expect(bursts.map((burst) => burst.uses.map((use) => use.eventId))).toEqual([
      ['e0', 'e2'],
      ['e1', 'e3'],
    ]);
  });

  it('count refusals and name each action, target and tool once', () => {
    const [burst] = burstsOf([
      at(0, { action: 'A', target: 'x' }),
      at(1, { action: 'B', outcome: 'denied' }),
      at(2, { action: 'A', target: 'x' }),
    ]);

    expect(burst).toMatchObject({ denied: 1, actions: ['A', 'B'], targets: ['x'], tools: ['aws-cli'] });
  });

  it('do not depend on the order in which events are given', () => {
    expect(burstsOf([...STORY].reverse())).toEqual(burstsOf(STORY));
  });
});

describe('the timeline', () => {
  const entries = timeline(sampleReport());

  it('is in order', () => {
    const times = entries.map((entry) => entry.at);

    expect(times).toEqual([...times].sort((a, b) => a - b));
  });

  it('tells exposure, use, what was made, what was noticed, noted, done and proven, and when we were blind', () => {
    expect(new Set(entries.map((entry) => entry.kind))).toEqual(
      new Set(['exposure', 'use', 'mint', 'finding', 'note', 'action', 'proof', 'blind']),
    );
  });

  it('says a long silence, with its length', () => {
    const late = evidence({ eventId: 'late', time: NIGHT + 3 * DAY });
    const base = sampleReport({ exposures: [], edges: [], events: [], runs: [], proof: null, blindSpans: [] });
    const quiet = timeline({
      ...base,
      incident: incident({
        notes: [],
        findings: [{ ...(base.incident.findings[0] ?? fail()), at: NIGHT, evidence: [evidence(), late] }],
      }),
    });

    expect(quiet.map((entry) => [entry.kind, entry.kind === 'quiet' ? entry.text : ''])).toEqual([
      ['use', ''],
      ['finding', ''],
      ['quiet', 'nothing seen for 3 d'],
      ['use', ''],
    ]);
  });

  it('does not call it silence while a longer entry lasts', () => {
    const busy = Array.from({ length: 181 }, (_, index) =>
      evidence({ eventId: `busy-${index}`, time: NIGHT + index * 4 * MINUTE }),
    );
    const bare = { exposures: [], edges: [], events: [], runs: [], proof: null, blindSpans: [] };
    const note = { at: NIGHT + 13 * HOUR, author: 'ana', text: 'over' };
    const one = incident({ notes: [note], findings: [finding({ at: NIGHT + MINUTE, evidence: busy })] });

    expect(timeline(sampleReport({ ...bare, incident: one })).map((entry) => entry.kind)).toEqual([
      'use',
      'finding',
      'note',
    ]);
  });

  it('tells one event once, whether it comes from a finding, from the store or from both', () => {
    const both = timeline(sampleReport()).filter((entry) => entry.kind === 'use');
    const stored = timeline(sampleReport({ incident: { ...sampleReport().incident, findings: [] } })).filter(
      (entry) => entry.kind === 'use',
    );

    expect(both).toEqual(stored);
  });

  it('names the network of an address where it is known', () => {
    expect(entries.find((entry) => entry.kind === 'use')?.text).toBe(
      '8 calls, 2 denied from 198.51.100.7 (AS64500 Example Hosting, NL) as ci-deploy',
    );
  });

  it('does not show steps that nothing has happened to', () => {
    expect(entries.filter((entry) => entry.text.startsWith('Delete'))).toEqual([]);
  });

  it('is the same for the same report', () => {
    expect(timeline(sampleReport())).toEqual(entries);
  });
});

describe('the timeline as text', () => {
  it('reads as a story', () => {
    const text = timelineText(timeline(sampleReport()), { width: 100, color: false });

    expect(shown(text)).toMatchInlineSnapshot(`
      "2026-11-23
        02:58:00  exposed  secret found in a commit, in public
                           example/website@4f1c2b3: deploy/.env · secret-scanning
        03:12:00  use      8 calls, 2 denied from 198.51.100.7 (AS64500 Example Hosting, NL) as ci-deploy
                           GetCallerIdentity, ListUsers, ListRoles, ListBuckets, DescribeInstances,
                           GetAccountAuthorizationDetails and 2 more → ci-deploy
        03:12:00  noticed  used from AS64500, never seen before, 14 min after its secret appeared in a
                           public repository
                           leaked-key-in-use
        03:12:00  noticed  AS64500 was never seen in 212 days; it used AS64496 only
                           first-network-for-key
        03:13:01  noticed  5 listing calls within 23 s after asking who it is
                           identity-check-then-sweep
        03:14:20  made     key aws:(AK 03) made for ci-deploy
                           by aws:(AK 01); lives until somebody ends it
        03:14:20  noticed  a second access key was made by the exposed one
                           key-made-for-someone
        03:14:51  made     session aws:(AS 02) made for ci-deploy
                           by aws:(AK 01); expires after 11 h 57 min
        03:16:20  use      5 calls, 1 denied from 198.51.100.7 (AS64500 Example Hosting, NL) as ci-deploy
                           ListSecrets, GetSecretValue → prod/payments/database, prod/payments/signing,
                           prod/crm/api and 1 more
        03:16:31  noticed  4 secrets asked for within 9 s, 3 of them handed out
                           secret-sweep
        03:21:00  blind    management-trail showed nothing for 31 min
                           logging was stopped; the event history of the account kept management events
        03:21:00  use      StopLogging from 203.0.113.66 (AS64511 Sample VPN, SE) as ci-deploy
                           management-trail
        03:21:00  noticed  the trail management-trail was stopped
                           logging-cut
        03:33:00  use      2 calls, 1 denied from 203.0.113.66 (AS64511 Sample VPN, SE) as ci-deploy
                           ListUsers, AttachUserPolicy → AdministratorAccess
        03:42:00  note     Build runners are not in this network. Taking it.
                           ana
        03:52:00  act      contain-credential approved by ana
                           run-20261123-035200-7f3a9c
        03:52:15  act      Deactivate the access key: access key (AK 01) of user ci-deploy:
                           verified
                           the provider lists it as Inactive
        03:52:30  act      Deactivate the access key: access key (AK 03) of user ci-deploy:
                           verified
                           the provider lists it as Inactive
        03:52:45  act      Revoke the sessions of the user: every session of user ci-deploy made before
                           now: verified
                           a call with a session token was denied
        03:53:00  act      Turn logging on again: trail management-trail: verified
                           the trail says that it is logging
        04:27:00  proof    containment proven
                           Contained: 4 of 4 containing steps are in place at the provider, and the log is
                           silent. No successful use of 3 credentials seen in the audit log of us-east-1
                           from 2026-11-23T03:54:00Z to 2026-11-23T04:20:00Z. 2 attempts were refused.
      "
    `);
  });

  it.each(HOSTILE)('stays a story whatever strangers wrote: %j', (text) => {
    const hostile = sampleReport({
      exposures: sampleReport().exposures.map((one) => ({ ...one, summary: text, place: text })),
      incident: incident({ notes: [{ at: NIGHT + MINUTE, author: text, text }], findings: [] }),
      events: sampleReport().events.map((row) => ({ ...row, action: text, target: text, actor: text, address: text })),
    });

    expect(timelineText(timeline(hostile), PLAIN).replaceAll('\n', '')).not.toMatch(UNSAFE);
  });
});

function fail(): never {
  throw new Error('the sample has no finding');
}
