import type { Credential, LineageEdge } from '../../src/core/credential.ts';
import type { Exposure } from '../../src/core/exposure.ts';
import type { EvidenceEvent, Finding } from '../../src/core/finding.ts';
import type { Incident } from '../../src/core/incident.ts';
import type { DetectionCommit } from '../../src/core/ports.ts';
import { ACCOUNT, BATCH_EPOCH } from './batches.ts';

export function makeCredential(part: Partial<Credential> & { readonly id: string }): Credential {
  return {
    aliases: [part.id],
    provider: 'acme',
    account: ACCOUNT,
    kind: 'key',
    actor: 'user/ci-deploy',
    session: '',
    state: 'active',
    createdAt: null,
    expiresAt: null,
    firstSeen: BATCH_EPOCH,
    lastUsed: BATCH_EPOCH,
    ...part,
  };
}

export function makeEdge(parent: string, child: string, part: Partial<LineageEdge> = {}): LineageEdge {
  return {
    parent,
    child,
    childKind: 'session',
    childActor: 'role/deploy',
    at: BATCH_EPOCH,
    expires: null,
    eventId: `mint-${parent}-${child}`,
    ...part,
  };
}

export function makeExposure(part: Partial<Exposure> & { readonly id: string }): Exposure {
  return {
    credential: 'acme:KEY0001',
    fingerprint: '',
    origin: 'scanner-report',
    summary: 'found in a public repository',
    place: 'example/repo',
    public: true,
    secretSeen: true,
    exposedAt: BATCH_EPOCH,
    reportedAt: BATCH_EPOCH,
    ...part,
  };
}

export function makeEvidence(part: Partial<EvidenceEvent> = {}): EvidenceEvent {
  return {
    eventId: '00000000-0000-4000-8000-000000000001',
    time: BATCH_EPOCH,
    provider: 'acme',
    credential: 'acme:KEY0001',
    actor: 'user/ci-deploy',
    action: 'GetObject',
    target: 'bucket/plans',
    address: '203.0.113.9',
    tool: 'tool',
    outcome: 'success',
    ...part,
  };
}

export function makeFinding(part: Partial<Finding> & { readonly id: string }): Finding {
  return {
    detector: 'first-network-for-key',
    severity: 'medium',
    subject: { kind: 'credential', id: 'acme:KEY0001' },
    account: ACCOUNT,
    provider: 'acme',
    at: BATCH_EPOCH,
    reason: 'first use from 203.0.113.0/24',
    evidence: [makeEvidence()],
    historical: false,
    ...part,
  };
}

export function makeIncident(part: Partial<Incident> & { readonly id: string }): Incident {
  return {
    subject: { kind: 'credential', id: 'acme:KEY0001' },
    title: 'Key KEY0001 is used from a new network',
    provider: 'acme',
    account: ACCOUNT,
    status: 'open',
    historical: false,
    severity: 'high',
    score: 75,
    parts: [{ detector: 'first-network-for-key', points: 25, times: 1, reason: 'first use from a network' }],
    credentials: ['acme:KEY0001'],
    findings: [],
    exposures: [],
    firstEvent: BATCH_EPOCH,
    lastEvent: BATCH_EPOCH + 1_000,
    openedAt: BATCH_EPOCH + 2_000,
    updatedAt: BATCH_EPOCH + 2_000,
    owner: '',
    verdict: '',
    notes: [],
    ...part,
  };
}

export function makeCommit(part: Partial<DetectionCommit> = {}): DetectionCommit {
  return {
    position: 1,
    snapshot: null,
    edges: [],
    credentials: [],
    exposures: [],
    findings: [],
    incidents: [],
    merged: [],
    alerts: [],
    ...part,
  };
}
