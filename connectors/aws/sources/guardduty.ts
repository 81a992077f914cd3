import type { GuardDutyClient } from '@aws-sdk/client-guardduty';
import { GetFindingsCommand, ListDetectorsCommand, ListFindingsCommand } from '@aws-sdk/client-guardduty';
import type { ConnectorContext, Cursor, Delivery, Page, PollRequest, Source } from '../../../src/core/connector.ts';
import type { Millis } from '../../../src/core/time.ts';
import { isoTime, MINUTE, SECOND } from '../../../src/core/time.ts';
import { asking } from '../failures.ts';
import { GUARDDUTY_FORMAT_ID, lowerCamel } from '../records/guardduty-format.ts';
import type { UpdateWindow } from './update-cursor.ts';
import { idlePage, UPDATE_OVERLAP, UPDATE_RETENTION, updatePage, updateWindow } from './update-cursor.ts';

export interface GuardDutyOptions {
  readonly account: string;
  readonly region: string;
  readonly client: () => GuardDutyClient;
  readonly log: ConnectorContext['log'];
}

/** Most findings that GetFindings takes. */
const PAGE_SIZE = 50;

/** What GuardDuty found about access keys of one account in one region. */
export function guardDutySource(options: GuardDutyOptions): Source {
  const { account, region } = options;
  const id = `aws.guardduty/${account}/${region}`;
  const state = { isOff: false };
  return {
    id,
    title: `GuardDuty findings of ${account} in ${region}`,
    provider: 'aws',
    account,
    lag: UPDATE_OVERLAP,
    retention: UPDATE_RETENTION,
    every: 5 * MINUTE,
    budget: { name: id, minInterval: SECOND },
    get blindSpots() {
      return state.isOff ? [`GuardDuty is off in ${region} of ${account}: it raises no findings there`] : [];
    },
    poll: (cursor, request) => poll(options, state, cursor, request),
  };
}

async function poll(
  options: GuardDutyOptions,
  state: { isOff: boolean },
  stored: Cursor | null,
  request: PollRequest,
): Promise<Page> {
  const { account, region } = options;
  const window = updateWindow('the GuardDuty findings', stored, request);
  const detector = await detectorOf(options, request.signal);
  if (detector === '') {
    if (!state.isOff) options.log('info', 'GuardDuty is off here', { account, region });
    state.isOff = true;
    return idlePage(window);
  }
  state.isOff = false;
  const listed = await asking(
    `list GuardDuty findings of ${account} in ${region} (guardduty:ListFindings)`,
    (sending) => options.client().send(listFindings(detector, window), sending),
    request.signal,
  );
  const deliveries = await deliver(options, detector, listed.FindingIds ?? [], window.to, request.signal);
  return updatePage(window, deliveries, listed.NextToken ?? '');
}

function listFindings(detector: string, { from, to, token }: UpdateWindow): ListFindingsCommand {
  return new ListFindingsCommand({
    DetectorId: detector,
    FindingCriteria: { Criterion: { updatedAt: { GreaterThanOrEqual: from, LessThanOrEqual: to } } },
    SortCriteria: { AttributeName: 'updatedAt', OrderBy: 'ASC' },
    MaxResults: PAGE_SIZE,
    ...(token === '' ? {} : { NextToken: token }),
  });
}

async function detectorOf(options: GuardDutyOptions, signal: AbortSignal): Promise<string> {
  const answer = await asking(
    `find the GuardDuty detector of ${options.account} (guardduty:ListDetectors)`,
    (sending) => options.client().send(new ListDetectorsCommand({}), sending),
    signal,
  );
  return answer.DetectorIds?.[0] ?? '';
}

async function deliver(
  options: GuardDutyOptions,
  detector: string,
  ids: readonly string[],
  to: Millis,
  signal: AbortSignal,
): Promise<readonly Delivery[]> {
  if (ids.length === 0) return [];
  const answer = await asking(
    `read GuardDuty findings of ${options.account} (guardduty:GetFindings)`,
    (sending) => options.client().send(new GetFindingsCommand({ DetectorId: detector, FindingIds: [...ids] }), sending),
    signal,
  );
  const lines = (answer.Findings ?? []).map((finding) => JSON.stringify(lowerCamel(finding)));
  const place = `guardduty://${options.account}/${options.region}?${isoTime(to)}#${ids[0] ?? ''}`;
  return [{ place, bytes: Buffer.from(lines.join('\n')), format: GUARDDUTY_FORMAT_ID }];
}
