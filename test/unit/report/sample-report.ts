import type { Credential, LineageEdge } from '../../../src/core/credential.ts';
import type { EvidenceEvent } from '../../../src/core/finding.ts';
import type { EventRow } from '../../../src/core/ports.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../../../src/core/time.ts';
import type { IncidentReport } from '../../../src/report/incident-report.ts';
import { evidence, finding, incident, KEY, NIGHT, SESSION } from '../alert/samples.ts';
import { PLAN, PROOF, SECOND_KEY, STEP_VIEWS } from './sample-response.ts';

const USER = 'arn:aws:iam::111122223333:user/ci-deploy';

type Call = readonly [after: number, credential: string, action: string, target: string, outcome: string];

const CALLS: readonly Call[] = [
  [0, KEY, 'GetCallerIdentity', '', 'success'],
  [38, KEY, 'ListUsers', '', 'success'],
  [44, KEY, 'ListRoles', '', 'success'],
  [47, KEY, 'ListBuckets', '', 'success'],
  [52, KEY, 'DescribeInstances', '', 'denied'],
  [61, KEY, 'GetAccountAuthorizationDetails', '', 'denied'],
  [140, KEY, 'CreateAccessKey', 'ci-deploy', 'success'],
  [171, KEY, 'GetSessionToken', '', 'success'],
  [260, SESSION, 'ListSecrets', '', 'success'],
  [266, SESSION, 'GetSecretValue', 'prod/payments/database', 'success'],
  [268, SESSION, 'GetSecretValue', 'prod/payments/signing', 'success'],
  [271, SESSION, 'GetSecretValue', 'prod/crm/api', 'success'],
  [275, SESSION, 'GetSecretValue', 'prod/mail/smtp', 'denied'],
  [540, SECOND_KEY, 'StopLogging', 'management-trail', 'success'],
  [1260, SECOND_KEY, 'ListUsers', '', 'success'],
  [1266, SECOND_KEY, 'AttachUserPolicy', 'AdministratorAccess', 'denied'],
];

export const STORY: readonly EvidenceEvent[] = CALLS.map(([after, credential, action, target, outcome], index) =>
  evidence({
    eventId: `0a1b2c3d-0000-4000-8000-${String(index).padStart(12, '0')}`,
    time: NIGHT + after * SECOND,
    credential,
    action,
    target,
    outcome,
    tool: 'aws-cli/2.15.0 Python/3.11.6 Linux/6.5.0',
    address: index > 12 ? '203.0.113.66' : '198.51.100.7',
  }),
);

function row(event: EvidenceEvent, index: number): EventRow {
  return {
    time: event.time,
    eventId: event.eventId,
    provider: 'aws',
    account: '111122223333',
    region: 'us-east-1',
    credential: event.credential.slice('aws:'.length),
    actorKind: 'user',
    actor: event.actor,
    session: '',
    service: 'iam',
    action: event.action,
    verb: 'read',
    outcome: event.outcome === 'denied' ? 'denied' : 'success',
    errorCode: event.outcome === 'denied' ? 'AccessDenied' : '',
    target: event.target,
    address: event.address,
    agent: event.tool,
    via: '',
    seenAt: event.time + 4 * MINUTE,
    evidence: {
      place:
        index < 9
          ? 'logs/111122223333_us-east-1_20261123T0315Z.json.gz'
          : 'logs/111122223333_us-east-1_20261123T0320Z.json.gz',
      position: index,
      sha256: (index < 9 ? '3b5d5c3712955042' : '9f86d081884c7d65').repeat(4),
      sequence: 41,
    },
  };
}

function credential(id: string, change: Partial<Credential>): Credential {
  return {
    id,
    aliases: [id],
    provider: 'aws',
    account: '111122223333',
    kind: 'key',
    actor: USER,
    session: '',
    state: 'inactive',
    createdAt: NIGHT - 212 * DAY,
    expiresAt: null,
    firstSeen: NIGHT,
    lastUsed: NIGHT + 540 * SECOND,
    ...change,
  };
}

function edge(child: string, after: number, change: Partial<LineageEdge>): LineageEdge {
  return {
    parent: KEY,
    child,
    childKind: 'key',
    childActor: USER,
    at: NIGHT + after * SECOND,
    expires: null,
    eventId: 'e',
    ...change,
  };
}

/** A stolen key from its exposure to the proof that it is dead. */
export function sampleReport(change: Partial<IncidentReport> = {}): IncidentReport {
  const findings = [
    finding({ at: NIGHT, evidence: STORY.slice(0, 1) }),
    finding({
      id: 'f2',
      detector: 'first-network-for-key',
      severity: 'medium',
      at: NIGHT,
      reason: 'AS64500 was never seen in 212 days; it used AS64496 only',
      evidence: STORY.slice(0, 1),
    }),
    finding({
      id: 'f3',
      detector: 'identity-check-then-sweep',
      severity: 'high',
      at: NIGHT + 61 * SECOND,
      reason: '5 listing calls within 23 s after asking who it is',
      evidence: STORY.slice(0, 6),
    }),
    finding({
      id: 'f4',
      detector: 'key-made-for-someone',
      severity: 'high',
      at: NIGHT + 140 * SECOND,
      reason: 'a second access key was made by the exposed one',
      evidence: STORY.slice(6, 7),
    }),
    finding({
      id: 'f5',
      detector: 'secret-sweep',
      severity: 'high',
      at: NIGHT + 271 * SECOND,
      reason: '4 secrets asked for within 9 s, 3 of them handed out',
      evidence: STORY.slice(8, 13),
    }),
    finding({
      id: 'f6',
      detector: 'logging-cut',
      severity: 'critical',
      at: NIGHT + 540 * SECOND,
      reason: 'the trail management-trail was stopped',
      evidence: STORY.slice(13, 14),
    }),
  ];
  return {
    generatedAt: NIGHT + 90 * MINUTE,
    tool: 'keywatch 0.1.0',
    configHash: 'c0ffee00'.repeat(8),
    incident: incident({
      title: 'Leaked key of ci-deploy is used from a new network',
      status: 'verified',
      score: 335,
      owner: 'ana',
      findings,
      lastEvent: STORY.at(-1)?.time ?? NIGHT,
      credentials: [KEY, SESSION, SECOND_KEY],
      parts: [
        {
          detector: 'leaked-key-in-use',
          points: 100,
          times: 1,
          reason: 'its secret is public since 02:58, and it is used from a network of its own',
        },
        { detector: 'logging-cut', points: 100, times: 1, reason: 'the trail management-trail was stopped' },
        {
          detector: 'identity-check-then-sweep',
          points: 50,
          times: 2,
          reason: '5 listing calls within 23 s after asking who it is',
        },
        {
          detector: 'secret-sweep',
          points: 50,
          times: 1,
          reason: '4 secrets asked for within 9 s, 3 of them handed out',
        },
        {
          detector: 'first-network-for-key',
          points: 35,
          times: 1,
          reason: 'AS64500 was never seen in 212 days; it used AS64496 only',
        },
      ],
      notes: [{ at: NIGHT + 30 * MINUTE, author: 'ana', text: 'Build runners are not in this network. Taking it.' }],
    }),
    detectors: new Map([
      [
        'leaked-key-in-use',
        {
          id: 'leaked-key-in-use',
          title: 'Leaked key in use',
          severity: 'critical',
          attack: ['T1078.004', 'T1552.001'],
          detects: '',
          misses: '',
          falsePositives: '',
          triage: 'Compare the first foreign call with the time of exposure; look for anything minted since.',
        },
      ],
    ]),
    exposures: [
      {
        id: 'exp-1',
        credential: KEY,
        fingerprint: '',
        origin: 'secret-scanning',
        summary: 'secret found in a commit',
        place: 'example/website@4f1c2b3: deploy/.env',
        public: true,
        secretSeen: true,
        exposedAt: NIGHT - 14 * MINUTE,
        reportedAt: NIGHT + 5 * MINUTE,
      },
    ],
    credentials: [
      credential(KEY, {}),
      credential(SECOND_KEY, { createdAt: NIGHT + 140 * SECOND }),
      credential(SESSION, {
        kind: 'session',
        state: 'active',
        expiresAt: NIGHT + 12 * HOUR,
        createdAt: NIGHT + 171 * SECOND,
      }),
    ],
    edges: [edge(SECOND_KEY, 140, {}), edge(SESSION, 171, { childKind: 'session', expires: NIGHT + 12 * HOUR })],
    events: STORY.map(row),
    eventCount: STORY.length,
    networks: new Map([
      ['198.51.100.7', { network: 'AS64500', owner: 'Example Hosting', country: 'NL' }],
      ['203.0.113.66', { network: 'AS64511', owner: 'Sample VPN', country: 'SE' }],
    ]),
    plan: null,
    runs: [
      {
        run: { id: PROOF.run, plan: PLAN, state: 'waiting', startedAt: NIGHT + 40 * MINUTE, approvedBy: 'ana' },
        steps: STEP_VIEWS,
        todo: ['Allow the deletion of the access key once nobody misses it'],
      },
    ],
    proof: PROOF,
    coverage: {
      spans: [
        {
          source: 'aws.cloudtrail-s3/111122223333',
          title: 'event history of 111122223333 in us-east-1',
          provider: 'aws',
          account: '111122223333',
          from: NIGHT - 90 * DAY,
          to: NIGHT + 68 * MINUTE,
        },
      ],
      notVisible: ['reads of objects in buckets'],
    },
    linked: [
      {
        incident: {
          id: 'inc-2b4d6f80',
          title: 'Token hash…cf2a of dev: copied much at once',
          provider: 'github',
          severity: 'high',
          status: 'open',
        },
        why: [
          'its key was found in example/website, where the credential of inc-2b4d6f80 had been (git.clone, 2026-11-23T02:58:00.000Z)',
        ],
      },
    ],
    blindSpans: [
      {
        title: 'management-trail',
        from: NIGHT + 540 * SECOND,
        to: NIGHT + 40 * MINUTE,
        reason: 'logging was stopped; the event history of the account kept management events',
      },
    ],
    ...change,
  };
}
