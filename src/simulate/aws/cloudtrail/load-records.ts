import { type JsonObject, objectAt, textAt } from '../../json.ts';
import { accountOf, type World } from '../world.ts';
import { publish } from './publish.ts';

export interface LoadOptions {
  /** Put all records into this account's log; else into the one each record names. */
  readonly account?: string;
}

/**
 * Adds records that were made elsewhere, as they are: LookupEvents serves them once their delay has passed since the
 * event, logging trails write them to files stamped near the event. Records without a time or account are left out.
 * Returns how many were taken.
 */
export function loadRecords(world: World, records: readonly JsonObject[], options: LoadOptions = {}): number {
  let taken = 0;
  for (const record of records) {
    const at = Date.parse(textAt(record, 'eventTime') ?? '');
    const account = options.account ?? accountIn(record);
    if (Number.isNaN(at) || account === undefined) continue;
    accountOf(world, account);
    publish(world, record, account, textAt(record, 'awsRegion') ?? 'us-east-1', at);
    taken += 1;
  }
  return taken;
}

function accountIn(record: JsonObject): string | undefined {
  return textAt(record, 'recipientAccountId') ?? textAt(objectAt(record, 'userIdentity'), 'accountId');
}
