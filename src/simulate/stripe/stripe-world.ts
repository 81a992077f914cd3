import type { AlarmClock } from '../clock.ts';
import { type Seeded, seeded } from '../seeded.ts';
import { emptyAccount, type SimulatedAccount, type SimulatedKey } from './account.ts';
import { DEED_NEEDS, type StripeDeed, type Trace, traceOf } from './deeds.ts';

const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz0123456789';
/** Version that the account's events are written in. */
const VERSION = '2026-10-28.endive';
/** Lists show most events at once, some after younger ones. */
const LATEST = 20_000;
/** A rolled key is taken for some seconds more. */
const ROLL_SPREADS = 9_000;

export interface KeyInput {
  readonly name: string;
  readonly permissions: readonly string[];
}

/** Who asks and how: their requests carry idempotency keys that begin so. */
export interface AsCaller {
  /** The secret. */
  readonly key: string;
  readonly prefix: string;
}

/** One account in which things happen, in process. What the API shows of it is the server's business. */
export interface StripeWorld {
  readonly account: SimulatedAccount;
  /** @returns the secret */
  addKey(input: KeyInput): string;
  secretOf(name: string): string;
  /** Somebody does something with a key. Refused when the key is over or may not. */
  use(caller: AsCaller, deed: StripeDeed): { readonly ok: boolean };
  /** What Stripe does each day by itself, unless payouts are paused. */
  payOutOnSchedule(amount: number, currency: string, destination: string): void;
  /** What the owner does in the Dashboard: the old one ends within seconds. @returns the new secret */
  rollKey(name: string): string;
}

export function createStripeWorld(clock: AlarmClock, id: string, seed: string): StripeWorld {
  const account = emptyAccount(id, true);
  const random: Seeded = seeded(`${seed}/stripe`);
  const secrets = new Map<string, string>();
  const newId = (prefix: string): string => `${prefix}_1${random.text(LETTERS, 14)}`;
  const find = (name: string): number => account.keys.findIndex(({ secret }) => secret === secrets.get(name));

  function tell(
    { object, type }: Trace,
    request: { readonly id: string | null; readonly idempotency_key: string | null },
  ): void {
    const record = {
      id: newId('evt'),
      object: 'event',
      api_version: VERSION,
      created: Math.floor(clock.now() / 1000),
      livemode: account.livemode,
      type,
      request,
      data: { object },
    };
    account.events.push({ visibleAt: clock.now() + (random.chance(0.1) ? random.int(LATEST) : 0), record });
  }

  function addKey({ name, permissions }: KeyInput): string {
    const secret = `rk_live_${random.text(LETTERS, 32)}`;
    account.keys.push({ secret, permissions, diesAt: null, name });
    secrets.set(name, secret);
    return secret;
  }

  return {
    account,
    addKey,
    secretOf: (name) => secrets.get(name) ?? '',
    use({ key: secret, prefix }, deed) {
      const key = account.keys.find((one) => one.secret === secret);
      if (key === undefined || !may(key, DEED_NEEDS[deed.kind], clock.now())) return { ok: false };
      const trace = traceOf(deed, id, newId);
      const { object } = trace;
      if (deed.kind === 'payout')
        account.payouts.push({ id: object.id, ...deed, destination: deed.to, status: 'pending' });
      tell(trace, { id: newId('req'), idempotency_key: `${prefix}${random.uuid()}` });
      return { ok: true };
    },
    payOutOnSchedule(amount, currency, destination) {
      if (account.schedule === 'manual') return;
      const payout = { id: newId('po'), object: 'payout', amount, currency, automatic: true, destination };
      account.payouts.push({ ...payout, status: 'in_transit' });
      tell({ type: 'payout.created', object: payout }, { id: null, idempotency_key: null });
    },
    rollKey(name) {
      const at = find(name);
      const old = account.keys[at];
      if (old === undefined) throw new Error(`no key ${name}`);
      account.keys[at] = { ...old, diesAt: clock.now() + ROLL_SPREADS };
      return addKey({ name, permissions: old.permissions });
    },
  };
}

function may(key: SimulatedKey, permission: string, now: number): boolean {
  const isAlive = key.diesAt === null || now < key.diesAt;
  return isAlive && (key.permissions.includes('*') || key.permissions.includes(permission));
}
