import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DAY, MINUTE, type Millis, SECOND } from '../../src/core/time.ts';
import { emptyAccount, type SimulatedAccount } from '../../src/simulate/stripe/account.ts';
import { type StripeSimulation, simulateStripe } from '../../src/simulate/stripe/server.ts';

export const STRIPE_ACCOUNT = 'acct_1Example00000001';
export const READING_KEY: string = ['rk', 'live', 'keywatchReadsWithThis0'].join('_');
export const ACTING_KEY: string = ['rk', 'live', 'keywatchActsWithThis00'].join('_');
/** The key that was stolen. Long and without words, so that any piece of it on a disk is it. */
export const STOLEN_KEY: string = ['sk', 'live', '51Q7vKx2mZr8Tn4WbY6Jc3HdLp9'].join('_');

/** What each of our keys may do, as the README asks for it. */
const MAY_READ = ['event_read', 'webhook_read', 'activity_read'];

export interface StripeStage {
  readonly account: SimulatedAccount;
  readonly stripe: StripeSimulation;
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** The stolen key ends at this moment. */
  kill(at: Millis, endsAs?: 'expired' | 'deleted'): void;
  close(): Promise<void>;
}

export interface StageOptions {
  readonly cwd: string;
  /** When the theft began. */
  readonly theft: Millis;
  readonly now: () => Millis;
  /** Lines of `keywatch.yaml` after the connectors. */
  readonly more?: string;
  /** Lines of `connectors.stripe`, indented by four. */
  readonly settings?: string;
}

/** A simulated account from which money was stolen, and the configuration of the Keywatch that watches it. */
export async function stripeStage(options: StageOptions): Promise<StripeStage> {
  const account = emptyAccount(STRIPE_ACCOUNT, true);
  account.keys.push(
    { secret: READING_KEY, permissions: MAY_READ, diesAt: null },
    { secret: ACTING_KEY, permissions: ['*'], diesAt: null },
    { secret: STOLEN_KEY, permissions: ['*'], diesAt: null },
  );
  ordinaryDays(account, options.theft);
  theft(account, options.theft);
  const stripe = await simulateStripe([account], options.now);
  writeFileSync(join(options.cwd, 'keywatch.yaml'), configText(stripe.url, options));
  return {
    account,
    stripe,
    cwd: options.cwd,
    env: { STRIPE_READ: READING_KEY, STRIPE_ACT: ACTING_KEY },
    kill(at, endsAs = 'expired') {
      const index = account.keys.findIndex(({ secret }) => secret === STOLEN_KEY);
      const key = account.keys[index];
      if (key !== undefined) account.keys[index] = { ...key, diesAt: at, endsAs };
    },
    close: () => stripe.close(),
  };
}

function configText(url: string, { more = '', settings = '' }: StageOptions): string {
  return `connectors:
  stripe:
    base-url: ${url}
    accounts:
      - id: ${STRIPE_ACCOUNT}
        api-key: env:STRIPE_READ
        respond-key: env:STRIPE_ACT
${settings}
schedule:
  backfill: 25d
${more}
`;
}

/** Adds an event; asked for by somebody unless `automatic`. */
export function happen(account: SimulatedAccount, at: Millis, type: string, object: object, automatic = false): void {
  const number = account.events.length;
  const request = automatic
    ? { id: null, idempotency_key: null }
    : { id: `req_${number}`, idempotency_key: `k-${number}` };
  const common = { object: 'event', api_version: '2026-10-28.endive', livemode: account.livemode };
  const created = Math.floor(at / SECOND);
  const record = { id: `evt_1Stage${number}`, created, ...common, type, request, data: { object } };
  account.events.push({ visibleAt: at, record });
}

function card(number: number): object {
  return { id: `ch_${number}`, object: 'charge', payment_method_details: { card: { fingerprint: `Fp${number}` } } };
}

/** Twenty quiet days: some sales, and a scheduled payout each day. */
function ordinaryDays(account: SimulatedAccount, end: Millis): void {
  for (let day = 20; day > 0; day -= 1) {
    for (let sale = 0; sale < 4; sale += 1)
      happen(account, end - day * DAY + sale * MINUTE, 'charge.succeeded', card(day * 10 + sale));
    const payout = { id: `po_${day}`, object: 'payout', automatic: true, destination: 'ba_1' };
    happen(account, end - day * DAY, 'payout.created', payout, true);
  }
}

/** Somebody adds a destination and pays out to it. */
function theft(account: SimulatedAccount, at: Millis): void {
  const destination = { id: 'ba_2', object: 'bank_account', account: STRIPE_ACCOUNT };
  happen(account, at, 'account.external_account.created', destination);
  const payout = { id: 'po_bad', amount: 1_250_000, currency: 'eur', destination: 'ba_2', status: 'pending' };
  account.payouts.push(payout);
  happen(account, at + 5 * MINUTE, 'payout.created', { ...payout, object: 'payout', automatic: false });
}
