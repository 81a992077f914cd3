import { CLOUDTRAIL_FORMAT } from '../../connectors/aws/records/cloudtrail-format.ts';
import type { Credential, LineageEdge } from '../../src/core/credential.ts';
import type { UsageEvent } from '../../src/core/event.ts';
import type { WatchedSource } from '../../src/respond/proof.ts';
import type { AwsCloud } from '../../src/simulate/aws/cloud.ts';
import { aCredential } from './plan-inputs.ts';

/** What Keywatch would know of a simulated account: its published log and its inventory, nothing else. */
export interface Observer {
  events(): readonly UsageEvent[];
  edges(): readonly LineageEdge[];
  credentials(): readonly Credential[];
  sources(): Promise<readonly WatchedSource[]>;
}

/**
 * @param auditor id of a key that may read everything
 * @param lag how far behind the log may be, in ms
 */
export function anObserver(cloud: AwsCloud, auditor: string, now: () => number, lag: number): Observer {
  const events = (): readonly UsageEvent[] =>
    cloud.settings.regions.flatMap((region) => lookup(cloud, auditor, region)).toSorted((a, b) => a.time - b.time);
  const edges = (): readonly LineageEdge[] => events().flatMap(edgesOf);
  return {
    events,
    edges,
    credentials: () => {
      const listed = inventory(cloud, auditor);
      const minted = edges().map((edge) =>
        aCredential(edge.child, {
          kind: edge.childKind,
          actor: edge.childActor,
          createdAt: edge.at,
          expiresAt: edge.expires,
        }),
      );
      return [...listed, ...minted.filter((one) => !listed.some((other) => other.id === one.id))];
    },
    sources: () =>
      Promise.resolve([
        {
          title: 'CloudTrail event history',
          provider: 'aws',
          observedThrough: now() - lag,
          lag,
          blindSpots: ['Reads and writes of data (S3 objects and the like) are not in the event history.'],
        },
      ]),
  };
}

function lookup(cloud: AwsCloud, auditor: string, region: string): UsageEvent[] {
  const found: UsageEvent[] = [];
  for (let token: string | undefined; ; ) {
    const params = token === undefined ? { MaxResults: 50 } : { MaxResults: 50, NextToken: token };
    const page = cloud.call({ as: auditor, service: 'cloudtrail', action: 'LookupEvents', params, region });
    if (!page.ok) throw new Error(`${page.error}: ${page.message}`);
    for (const item of page.body['Events'] as { CloudTrailEvent: string }[]) {
      const normalized = CLOUDTRAIL_FORMAT.normalize(JSON.parse(item.CloudTrailEvent));
      if (normalized.kind === 'event') found.push(normalized.event);
    }
    token = page.body['NextToken'] as string | undefined;
    if (token === undefined) return found;
  }
}

function edgesOf(event: UsageEvent): LineageEdge[] {
  if (event.credential === '') return [];
  return event.minted.map((minted) => ({
    parent: `aws:${event.credential}`,
    child: `aws:${minted.alias}`,
    childKind: minted.kind,
    childActor: minted.actor === '' ? event.actor : minted.actor,
    at: event.time,
    expires: minted.expires,
    eventId: event.nativeId,
  }));
}

function inventory(cloud: AwsCloud, auditor: string): Credential[] {
  const read = (action: string, params: Readonly<Record<string, string>>): Readonly<Record<string, unknown>> => {
    const reply = cloud.call({ as: auditor, service: 'iam', action, params });
    if (!reply.ok) throw new Error(`${reply.error}: ${reply.message}`);
    return reply.body;
  };
  const users = read('ListUsers', {})['Users'] as { UserName: string; Arn: string }[];
  return users.flatMap((user) => {
    const keys = read('ListAccessKeys', { UserName: user.UserName })['AccessKeyMetadata'] as Record<string, string>[];
    return keys.map((key) =>
      aCredential(`aws:${key['AccessKeyId'] ?? ''}`, {
        actor: user.Arn,
        state: key['Status'] === 'Active' ? 'active' : 'inactive',
        createdAt: Date.parse(key['CreateDate'] ?? ''),
      }),
    );
  });
}
