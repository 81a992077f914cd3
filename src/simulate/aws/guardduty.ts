import { type JsonObject, numberAt, objectAt, textAt, textsAt } from '../json.ts';
import { AwsFault } from './fault.ts';
import type { Operations, Outcome, Scene } from './operation.ts';

/** A finding as GetFindings gives it, with what is needed to find it. */
export interface Finding {
  readonly id: string;
  readonly region: string;
  /** In ms. */
  readonly updatedAt: number;
  readonly type: string;
  readonly view: JsonObject;
}

export interface NewFinding {
  readonly id: string;
  readonly type: string;
  readonly severity: number;
  readonly region?: string;
  readonly title?: string;
  readonly accessKey: { readonly id: string; readonly principalId: string; readonly userName: string };
}

/** An IAM finding about one access key. */
export function keyFinding(account: string, now: number, source: NewFinding): Finding {
  const region = source.region ?? 'us-east-1';
  const { accessKey } = source;
  const time = new Date(now).toISOString();
  const view = {
    accountId: account,
    arn: `arn:aws:guardduty:${region}:${account}:detector/${detectorId(account, region)}/finding/${source.id}`,
    createdAt: time,
    id: source.id,
    partition: 'aws',
    region,
    resource: {
      resourceType: 'AccessKey',
      accessKeyDetails: {
        accessKeyId: accessKey.id,
        principalId: accessKey.principalId,
        userName: accessKey.userName,
        userType: accessKey.id.startsWith('ASIA') ? 'AssumedRole' : 'IAMUser',
      },
    },
    schemaVersion: '2.0',
    service: { archived: false, count: 1, detectorId: detectorId(account, region), serviceName: 'guardduty' },
    severity: source.severity,
    title: source.title ?? source.type,
    type: source.type,
    updatedAt: time,
  };
  return { id: source.id, region, updatedAt: now, type: source.type, view };
}

/** One detector in each region: 32 hexadecimal digits. */
export function detectorId(account: string, region: string): string {
  return Buffer.from(`${account}${region}`.padEnd(16, '0').slice(0, 16)).toString('hex');
}

function findingsIn(params: JsonObject, scene: Scene): Finding[] {
  if (textAt(params, 'DetectorId') !== detectorId(scene.account.id, scene.region)) {
    throw new AwsFault(
      'BadRequestException',
      'The request is rejected because the input detectorId is not owned by you.',
    );
  }
  return scene.account.findings.filter((finding) => finding.region === scene.region);
}

/** Criteria on `updatedAt` (ms) and `type`; ordered by update. */
function list(params: JsonObject, scene: Scene): Outcome {
  const criterion = objectAt(objectAt(params, 'findingCriteria'), 'criterion');
  const updated = objectAt(criterion, 'updatedAt');
  const from = numberAt(updated, 'greaterThanOrEqual') ?? numberAt(updated, 'gte') ?? 0;
  const to = numberAt(updated, 'lessThanOrEqual') ?? numberAt(updated, 'lte') ?? Number.POSITIVE_INFINITY;
  const types = textsAt(objectAt(criterion, 'type'), 'equals').concat(textsAt(objectAt(criterion, 'type'), 'eq'));
  const found = findingsIn(params, scene)
    .filter((finding) => finding.updatedAt >= from && finding.updatedAt <= to)
    .filter((finding) => types.length === 0 || types.includes(finding.type))
    .sort((a, b) => a.updatedAt - b.updatedAt);
  const start = Number(textAt(params, 'nextToken') ?? 0);
  const size = numberAt(params, 'maxResults') ?? 50;
  const page = found.slice(start, start + size).map((finding) => finding.id);
  return { body: { findingIds: page, nextToken: start + size < found.length ? String(start + size) : '' } };
}

function get(params: JsonObject, scene: Scene): Outcome {
  const ids = textsAt(params, 'findingIds');
  if (ids.length > 50) throw new AwsFault('BadRequestException', 'At most 50 finding ids are accepted.');
  const found = findingsIn(params, scene).filter((finding) => ids.includes(finding.id));
  return { body: { findings: found.map((finding) => finding.view) } };
}

/** GuardDuty, REST with JSON in lower camel case. */
export const guardDutyOperations: Operations = {
  ListDetectors: {
    readOnly: true,
    run: (_params, scene) => ({ body: { detectorIds: [detectorId(scene.account.id, scene.region)] } }),
  },
  ListFindings: { readOnly: true, run: list },
  GetFindings: { readOnly: true, run: get },
};
