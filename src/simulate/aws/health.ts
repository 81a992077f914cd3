import { isObject, type JsonObject, listAt, numberAt, objectAt, textAt, textsAt } from '../json.ts';
import { AwsFault } from './fault.ts';
import type { Operation, Operations, Outcome, Scene } from './operation.ts';
import { pageByToken } from './params.ts';

/** An event about this account; service RISK for exposed keys (GitHub aws/aws-health-tools). */
export interface HealthEvent {
  readonly arn: string;
  readonly code: string;
  readonly service: string;
  readonly region: string;
  readonly updatedAt: number;
  readonly description: string;
  /** For exposed keys: the key ids. */
  readonly entities: readonly string[];
  readonly metadata: Readonly<Record<string, string>>;
}

export interface NewHealthEvent {
  /** `AWS_RISK_CREDENTIALS_EXPOSED` */
  readonly code: string;
  readonly entities: readonly string[];
  readonly region?: string;
  readonly description?: string;
  readonly metadata?: Readonly<Record<string, string>>;
}

export function riskEvent(id: string, now: number, source: NewHealthEvent): HealthEvent {
  return {
    arn: `arn:aws:health:us-east-1::event/RISK/${source.code}/${source.code}_${id}`,
    code: source.code,
    service: 'RISK',
    region: source.region ?? 'us-east-1',
    updatedAt: now,
    description: source.description ?? 'An access key of this account was found where it should not be.',
    entities: source.entities,
    metadata: source.metadata ?? {},
  };
}

function view(event: HealthEvent): JsonObject {
  return {
    arn: event.arn,
    service: event.service,
    eventTypeCode: event.code,
    eventTypeCategory: 'issue',
    eventScopeCode: 'ACCOUNT_SPECIFIC',
    region: event.region,
    startTime: event.updatedAt / 1_000,
    lastUpdatedTime: event.updatedAt / 1_000,
    statusCode: 'open',
  };
}

function describeEvents(params: JsonObject, scene: Scene): Outcome {
  const filter = objectAt(params, 'filter');
  const services = textsAt(filter, 'services');
  const codes = textsAt(filter, 'eventTypeCodes');
  const ranges = listAt(filter, 'lastUpdatedTimes').filter(isObject);
  const found = scene.account.healthEvents.filter(
    (event) =>
      (services.length === 0 || services.includes(event.service)) &&
      (codes.length === 0 || codes.includes(event.code)) &&
      (ranges.length === 0 || ranges.some((range) => isWithin(event.updatedAt / 1_000, range))),
  );
  const size = numberAt(params, 'maxResults') ?? 100;
  const { page, next } = pageByToken(found, textAt(params, 'nextToken'), size, badToken);
  return { body: { events: page.map(view), ...(next === undefined ? {} : { nextToken: next }) } };
}

function isWithin(seconds: number, range: JsonObject): boolean {
  return seconds >= (numberAt(range, 'from') ?? 0) && seconds <= (numberAt(range, 'to') ?? Number.POSITIVE_INFINITY);
}

function badToken(): AwsFault {
  return new AwsFault('InvalidPaginationToken', 'The specified pagination token (nextToken) is not valid.');
}

function eventsByArn(arns: readonly string[], scene: Scene): HealthEvent[] {
  return scene.account.healthEvents.filter((event) => arns.includes(event.arn));
}

function describeDetails(params: JsonObject, scene: Scene): Outcome {
  const arns = textsAt(params, 'eventArns');
  const found = eventsByArn(arns, scene);
  const missing = arns.filter((arn) => !found.some((event) => event.arn === arn));
  const set = found.map((event) => ({
    event: view(event),
    eventDescription: { latestDescription: event.description },
    eventMetadata: event.metadata,
  }));
  const failed = missing.map((eventArn) => ({ eventArn, errorName: 'ResourceNotFound' }));
  return { body: { successfulSet: set, failedSet: failed } };
}

function describeEntities(params: JsonObject, scene: Scene): Outcome {
  const found = eventsByArn(textsAt(objectAt(params, 'filter'), 'eventArns'), scene);
  const entities = found.flatMap((event) =>
    event.entities.map((entityValue) => ({
      entityArn: `arn:aws:health:us-east-1:${scene.account.id}:entity/${entityValue}`,
      eventArn: event.arn,
      entityValue,
      awsAccountId: scene.account.id,
      lastUpdatedTime: event.updatedAt / 1_000,
      statusCode: 'IMPAIRED',
    })),
  );
  return { body: { entities } };
}

/** Accounts without a support plan cannot ask. */
function withPlan(run: Operation['run']): Operation {
  return {
    readOnly: true,
    run: (params, scene) => {
      if (scene.world.settings.supportPlan) return run(params, scene);
      throw new AwsFault(
        'SubscriptionRequiredException',
        'Your AWS account does not have a support plan that includes this.',
      );
    },
  };
}

/** AWS Health, global in us-east-1. */
export const healthOperations: Operations = {
  DescribeEvents: withPlan(describeEvents),
  DescribeEventDetails: withPlan(describeDetails),
  DescribeAffectedEntities: withPlan(describeEntities),
};
