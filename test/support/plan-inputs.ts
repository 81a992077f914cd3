import type { Credential, CredentialBinding, LineageEdge } from '../../src/core/credential.ts';
import type { Finding } from '../../src/core/finding.ts';
import type { Incident } from '../../src/core/incident.ts';
import type { PlanInput } from '../../src/respond/plan-input.ts';
import { FAKE_ACTIONS } from './fake-provider.ts';

/** 2026-11-23T12:00:00Z: the "now" of plans in tests. */
export const NOON = 1_795_435_200_000;

export function aCredential(id: string, change: Partial<Credential> = {}): Credential {
  return {
    id,
    aliases: [id],
    provider: id.slice(0, id.indexOf(':')),
    account: '111122223333',
    kind: 'key',
    actor: 'alice',
    session: '',
    state: 'active',
    createdAt: null,
    expiresAt: null,
    firstSeen: null,
    lastUsed: null,
    ...change,
  };
}

export function anEdge(parent: string, child: string, change: Partial<LineageEdge> = {}): LineageEdge {
  return {
    parent,
    child,
    childKind: 'key',
    childActor: '',
    at: NOON - 60_000,
    expires: null,
    eventId: 'e1',
    ...change,
  };
}

export function aFinding(change: Partial<Finding> = {}): Finding {
  return {
    id: 'fnd-1',
    detector: 'leaked-key-in-use',
    severity: 'critical',
    subject: { kind: 'credential', id: 'fake:key-1' },
    account: '111122223333',
    provider: 'fake',
    at: NOON - 120_000,
    reason: 'used from a network never seen before',
    evidence: [
      {
        eventId: 'e1',
        time: NOON - 120_000,
        provider: 'fake',
        credential: 'fake:key-1',
        actor: 'alice',
        action: 'ListThings',
        target: '',
        address: '203.0.113.9',
        tool: 'curl',
        outcome: 'success',
      },
    ],
    historical: false,
    ...change,
  };
}

export function anIncident(change: Partial<Incident> = {}): Incident {
  return {
    id: 'inc-1',
    subject: { kind: 'credential', id: 'fake:key-1' },
    title: 'Leaked key in use',
    provider: 'fake',
    account: '111122223333',
    status: 'open',
    historical: false,
    severity: 'critical',
    score: 100,
    parts: [],
    credentials: ['fake:key-1'],
    findings: [aFinding()],
    exposures: [],
    firstEvent: NOON - 3_600_000,
    lastEvent: NOON - 60_000,
    openedAt: NOON - 60_000,
    updatedAt: NOON - 60_000,
    owner: '',
    verdict: '',
    notes: [],
    ...change,
  };
}

export function aBinding(change: Partial<CredentialBinding> = {}): CredentialBinding {
  return {
    match: 'fake:key-1',
    name: 'ci',
    owner: 'team-ci',
    networks: [],
    availabilityFirst: false,
    protected: false,
    consumers: [],
    ...change,
  };
}

/** One leaked key of alice, with what the fake provider can do about it. */
export function aPlanInput(change: Partial<PlanInput> = {}): PlanInput {
  return {
    incident: anIncident(),
    subject: 'fake:key-1',
    subtree: [aCredential('fake:key-1')],
    ancestors: [],
    edges: [],
    known: [],
    exposures: [],
    connectors: [{ id: 'fake', actions: FAKE_ACTIONS }],
    bindings: [],
    own: { aliases: [], actors: [] },
    issued: [],
    recentUse: [],
    now: NOON,
    ...change,
  };
}
