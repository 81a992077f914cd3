import type { ConnectorContext } from '../../../src/core/connector.ts';
import { AppError, messageOf } from '../../../src/core/errors.ts';
import { MINUTE, type Millis } from '../../../src/core/time.ts';
import type { AccountConfig, AwsConfig } from '../config.ts';
import type { WatchedAccount } from './accounts.ts';
import { accountsOf, namedAccounts, watched } from './accounts.ts';
import type { ReadingClients } from './reading-clients.ts';

/** What there is to watch at one moment. */
export interface Surveyed {
  readonly at: Millis;
  readonly configured: readonly AccountConfig[];
  readonly accounts: readonly WatchedAccount[];
}

/** Asked again within this time, the last answer stands. */
const FRESH: Millis = 10 * MINUTE;
/** Accounts whose regions are listed at the same time. */
const AT_ONCE = 8;

/**
 * The accounts and regions at the start. Where the organisation does not tell its accounts, those
 * that we know by name are watched, and the blind spot is stated.
 * @throws AppError when we cannot even learn which account we are in
 */
export async function firstSurvey(
  config: AwsConfig,
  clients: ReadingClients,
  context: ConnectorContext,
): Promise<Surveyed> {
  try {
    const configured = await accountsOf(config, clients, context.signal);
    return await survey(config, configured, clients, context, []);
  } catch (error) {
    if (config.organization === undefined || isAborted(error)) throw error;
    const reason = messageOf(error);
    context.log('warn', 'the accounts of the organisation could not be listed', { reason });
    const configured = await namedAccounts(config, clients, context.signal);
    const known = await survey(config, configured, clients, context, []);
    const [first, ...rest] = known.accounts;
    const names = configured.map(({ id }) => id).join(', ');
    const unsure = `the accounts of the organisation could not be listed (organizations:ListAccounts): only ${names} is watched`;
    const marked =
      first === undefined ? [] : [{ ...first, unsure: first.unsure === '' ? unsure : `${first.unsure}; ${unsure}` }];
    // Not an answer that may stand: it is asked for again at the first opportunity.
    return { ...known, at: Number.NEGATIVE_INFINITY, accounts: [...marked, ...rest] };
  }
}

/** The same later; null when nothing can have changed. @throws AppError when the accounts cannot be listed: then `before` stands */
export async function nextSurvey(
  config: AwsConfig,
  before: Surveyed,
  clients: ReadingClients,
  context: ConnectorContext,
): Promise<Surveyed | null> {
  const isOpen = config.organization !== undefined || before.configured.some(({ regions }) => regions === 'discover');
  if (!isOpen || context.clock.now() - before.at < FRESH) return null;
  const configured = await accountsOf(config, clients, context.signal);
  return survey(config, configured, clients, context, before.accounts);
}

async function survey(
  config: AwsConfig,
  configured: readonly AccountConfig[],
  clients: ReadingClients,
  context: ConnectorContext,
  before: readonly WatchedAccount[],
): Promise<Surveyed> {
  const at = context.clock.now();
  clients.know(configured);
  const accounts: WatchedAccount[] = [];
  for (let from = 0; from < configured.length; from += AT_ONCE) {
    const some = configured.slice(from, from + AT_ONCE);
    const found = await Promise.all(some.map((one) => watched(one, config.homeRegion, clients, context)));
    accounts.push(...found.map((one) => orBefore(one, before)));
  }
  return { at, configured, accounts };
}

/** A list of regions that failed this time does not end the watch over those that we know. */
function orBefore(found: WatchedAccount, before: readonly WatchedAccount[]): WatchedAccount {
  const known = before.find(({ id }) => id === found.id);
  return found.unsure !== '' && known !== undefined && known.regions.length > 1 ? known : found;
}

function isAborted(error: unknown): boolean {
  return error instanceof AppError && error.kind === 'aborted';
}
