import type { HealthClient, Event as HealthSummary } from '@aws-sdk/client-health';
import {
  DescribeAffectedEntitiesCommand,
  DescribeEventDetailsCommand,
  DescribeEventsCommand,
} from '@aws-sdk/client-health';
import type { ConnectorContext, Cursor, Delivery, Page, PollRequest, Source } from '../../../src/core/connector.ts';
import { AppError } from '../../../src/core/errors.ts';
import type { Millis } from '../../../src/core/time.ts';
import { isoTime, MINUTE, SECOND } from '../../../src/core/time.ts';
import { asking } from '../failures.ts';
import { HEALTH_FORMAT_ID } from '../records/health-format.ts';
import type { UpdateWindow } from './update-cursor.ts';
import { idlePage, UPDATE_OVERLAP, UPDATE_RETENTION, updatePage, updateWindow } from './update-cursor.ts';

export interface HealthOptions {
  readonly account: string;
  readonly client: () => HealthClient;
  readonly log: ConnectorContext['log'];
}

/** Most events that the two detail calls take. */
const PAGE_SIZE = 10;

/** What AWS Health says about exposed keys of one account. Without a support plan, one stated blind spot. */
export function healthSource(options: HealthOptions): Source {
  const { account } = options;
  const id = `aws.health/${account}`;
  const state = { isMissing: false };
  return {
    id,
    title: `AWS Health events of ${account}`,
    provider: 'aws',
    account,
    lag: UPDATE_OVERLAP,
    retention: UPDATE_RETENTION,
    every: 10 * MINUTE,
    budget: { name: id, minInterval: SECOND },
    get blindSpots() {
      return state.isMissing
        ? [`${account} has no support plan with AWS Health: its reports of exposed keys are not seen`]
        : [];
    },
    poll: (cursor, request) => poll(options, state, cursor, request),
  };
}

async function poll(
  options: HealthOptions,
  state: { isMissing: boolean },
  stored: Cursor | null,
  request: PollRequest,
): Promise<Page> {
  const window = updateWindow('the Health events', stored, request);
  try {
    const listed = await asking(
      `list AWS Health events of ${options.account} (health:DescribeEvents)`,
      (sending) => options.client().send(describeEvents(window), sending),
      request.signal,
    );
    state.isMissing = false;
    return updatePage(
      window,
      await deliver(options, listed.events ?? [], window.to, request.signal),
      listed.nextToken ?? '',
    );
  } catch (error) {
    if (!(error instanceof AppError) || error.kind !== 'unsupported') throw error;
    if (!state.isMissing) options.log('info', 'AWS Health needs a support plan', { account: options.account });
    state.isMissing = true;
    return idlePage(window);
  }
}

function describeEvents({ from, to, token }: UpdateWindow): DescribeEventsCommand {
  return new DescribeEventsCommand({
    filter: { services: ['RISK'], lastUpdatedTimes: [{ from: new Date(from), to: new Date(to) }] },
    maxResults: PAGE_SIZE,
    ...(token === '' ? {} : { nextToken: token }),
  });
}

/** Each event in the shape of EventBridge, with its entities and description. */
async function deliver(
  options: HealthOptions,
  events: readonly HealthSummary[],
  to: Millis,
  signal: AbortSignal,
): Promise<readonly Delivery[]> {
  const arns = events.flatMap(({ arn }) => (arn === undefined ? [] : [arn]));
  if (arns.length === 0) return [];
  const details = await asking(
    `read AWS Health events of ${options.account} (health:DescribeEventDetails)`,
    (sending) => options.client().send(new DescribeEventDetailsCommand({ eventArns: arns }), sending),
    signal,
  );
  const entities = await asking(
    `read AWS Health entities of ${options.account} (health:DescribeAffectedEntities)`,
    (sending) =>
      options
        .client()
        .send(new DescribeAffectedEntitiesCommand({ filter: { eventArns: arns }, maxResults: 100 }), sending),
    signal,
  );
  const lines = events.map((event) => {
    const detail = details.successfulSet?.find((one) => one.event?.arn === event.arn);
    return JSON.stringify({
      eventArn: event.arn,
      service: event.service,
      eventTypeCode: event.eventTypeCode,
      eventRegion: event.region,
      startTime: event.startTime,
      lastUpdatedTime: event.lastUpdatedTime,
      account: options.account,
      eventDescription: [detail?.eventDescription ?? {}],
      eventMetadata: detail?.eventMetadata ?? {},
      affectedEntities: (entities.entities ?? []).filter(({ eventArn }) => eventArn === event.arn),
    });
  });
  const place = `health://${options.account}?${isoTime(to)}#${arns[0] ?? ''}`;
  return [{ place, bytes: Buffer.from(lines.join('\n')), format: HEALTH_FORMAT_ID }];
}
