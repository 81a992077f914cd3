import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { STRIPE } from '../../connectors/stripe/index.ts';
import type { ActionPerformer, ActionTarget, Trial, Verification } from '../../src/core/action.ts';
import { Secret } from '../../src/core/secret.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../../src/core/time.ts';
import { emptyAccount, type SimulatedAccount } from '../../src/simulate/stripe/account.ts';
import type { StripeFault } from '../../src/simulate/stripe/faults.ts';
import { type StripeSimulation, simulateStripe } from '../../src/simulate/stripe/server.ts';
import { FakeClock } from '../support/fake-clock.ts';

const START = Date.UTC(2026, 2, 2, 9);
const ACCOUNT = 'acct_1Example00000001';
const OURS = ['rk', 'live', 'keywatchReadsWithThis0'].join('_');
const OLD = ['rk', 'live', '51Q7vKx2mZr8Tn4WbY6Jc3HdLp9'].join('_');
const THEIRS = ['sk', 'live', 'aKeyOfSomebodyElse0000'].join('_');

let clock: FakeClock;
let account: SimulatedAccount;
let other: SimulatedAccount;
let stripe: StripeSimulation;
let performers: Readonly<Record<string, ActionPerformer>>;

beforeEach(async () => {
  clock = new FakeClock(START);
  account = emptyAccount(ACCOUNT, true);
  account.keys.push(
    { secret: OURS, permissions: ['*'], diesAt: null },
    { secret: OLD, id: 'mk_1', name: 'shop', permissions: ['charge_write', 'account_read'], diesAt: null },
  );
  other = emptyAccount('acct_1Another00000001', true);
  other.keys.push({ secret: THEIRS, permissions: ['*'], diesAt: null });
  stripe = await simulateStripe([account, other], () => clock.now());
  const config = STRIPE.config.parse({
    'base-url': stripe.url,
    'connect-url': stripe.url,
    'managed-keys': { enabled: true },
    sources: { 'activity-logs': { enabled: true } },
    accounts: [{ id: ACCOUNT, 'api-key': 'env:K', 'respond-key': 'env:K', 'app-key': 'env:K' }],
  });
  const actor = await STRIPE.arm?.(
    config,
    {
      clock,
      log: () => undefined,
      secret: () => Promise.resolve(new Secret(OURS)),
      env: () => undefined,
      signal: new AbortController().signal,
    },
    { runId: 'run-1' },
  );
  performers = actor?.performers ?? {};
});
afterEach(() => stripe.close());

function performer(id: string): ActionPerformer {
  const found = performers[`stripe.${id}`];
  if (found === undefined) throw new Error(`no performer ${id}`);
  return found;
}

function target(id: string): ActionTarget {
  return { key: id, account: ACCOUNT, label: `key ${id}`, params: { id, mode: 'live' } };
}

function change(secret: string, to: object): void {
  const index = account.keys.findIndex((key) => key.secret === secret);
  const key = account.keys[index];
  if (key !== undefined) account.keys[index] = { ...key, ...to };
}

describe('trying an old key', () => {
  const trial = async (text = OLD): Promise<Trial> => {
    const made = await performer('roll-keys').trySecret?.(target('mk_1'), new Secret(text));
    if (made === undefined) throw new Error('it cannot be tried');
    return made;
  };

  it('works while Stripe says whose it is, and while it says that it may not', async () => {
    expect(await trial()).toMatchObject({ kind: 'works', says: expect.stringContaining(ACCOUNT) });
    change(OLD, { permissions: ['charge_write'] });
    expect(await trial()).toMatchObject({ kind: 'works', says: expect.stringContaining('403') });
  });

  it('is dead once Stripe says that it has expired, to the second', async () => {
    change(OLD, { diesAt: START + MINUTE });
    clock.set(START + MINUTE - 1);
    expect((await trial()).kind).toBe('works');
    clock.set(START + MINUTE);
    expect(await trial()).toMatchObject({ kind: 'refused', ended: true });
  });

  it('is refused when Stripe knows no such key, which a mistyped one is as well', async () => {
    change(OLD, { diesAt: START, endsAs: 'deleted' });
    expect(await trial()).toMatchObject({ kind: 'refused', ended: false });
    expect(await trial(`${OLD.slice(0, -1)}0`)).toMatchObject({ kind: 'refused', ended: false });
  });

  it.each<StripeFault>([
    'web page instead of an answer',
    'web page with 401',
    'web page with 403',
    'proxy refuses with 401',
    'address refused with 401',
    'throttled',
    'server error',
    'reset',
    'truncated',
  ])('tells nothing when it meets: %s', async (fault) => {
    change(OLD, { diesAt: START });
    stripe.fail(fault, OLD);
    expect((await trial()).kind).toBe('unclear');
    expect((await trial()).kind).toBe('refused');
  });

  it('lives for all that a 403 says, whoever wrote it', async () => {
    stripe.fail('forbidden', OLD);
    expect((await trial()).kind).toBe('works');
  });

  it('is compared with a key of ours, and tells nothing when that is not taken either', async () => {
    change(OLD, { diesAt: START });
    for (const fault of ['server error', 'web page with 401', 'throttled'] as const) {
      stripe.fail(fault, OURS);
      expect(await trial(), fault).toMatchObject({ kind: 'unclear', says: expect.stringContaining('ours was not') });
    }
    change(OURS, { diesAt: START });
    expect((await trial()).kind).toBe('unclear');
  });

  it('is not sent anywhere when it is no key of ours by its looks', async () => {
    for (const text of [
      'AKIAEXAMPLE',
      OLD.replace('live', 'test'),
      OLD.replace('rk_', 'pk_'),
      `${OLD} ${OLD}`,
      'rk_live_',
    ])
      expect((await trial(text)).kind, text).toBe('not-ours');
    expect(stripe.requests).toEqual([]);
  });

  it('proves nothing about this account when it is one of another', async () => {
    const says = expect.stringContaining(`belongs to ${other.id}, not to ${ACCOUNT}`);
    expect(await trial(THEIRS)).toEqual({ kind: 'not-ours', says });
  });

  it('gives away nothing of itself, whatever Stripe and the network answer', async () => {
    const faults: readonly (StripeFault | null)[] = [null, 'forbidden', 'web page with 401', 'throttled', 'reset'];
    const said: unknown[] = [];
    for (const fault of faults) {
      if (fault !== null) stripe.fail(fault, OLD);
      said.push(await trial());
    }
    change(OLD, { diesAt: START });
    said.push(await trial());
    expectNothingOf(OLD, said);
  });
});

describe('the activity log on the end of a key', () => {
  const happened = (type: string, key: object, at = clock.now(), id = 'accact_1'): void => {
    const created = new Date(at).toISOString();
    account.activities.push({ id, type, created, livemode: true, details: { type: 'api_key', api_key: key } });
  };
  const verified = (id = 'mk_1', at = START): Promise<Verification> =>
    performer('roll-keys').verify(target(id), { at, fields: { confirmedBy: 'ada' } });

  it('proves the end of a key that it names by its id, whenever that was', async () => {
    happened('api_key_deleted', { id: 'mk_1', name: 'shop', new_key: 'mk_2' }, START - 10 * HOUR);
    expect(await verified()).toMatchObject({
      kind: 'verified',
      final: true,
      evidence: expect.stringContaining('mk_1'),
    });
  });

  it('proves the end of a key that it names by its name, since the step began', async () => {
    happened('api_key_rolled', { id: 'mk_9', name: 'shop' });
    expect((await verified('shop')).kind).toBe('verified');
    account.activities.length = 0;
    happened('api_key_rolled', { id: 'mk_9', name: 'shop' }, START - 3 * DAY);
    expect((await verified('shop')).kind).toBe('not-yet');
  });

  it('shows the end of a key before anybody says that it was ended', async () => {
    const seen = (): Promise<Verification> | undefined => performer('roll-keys').seen?.(target('mk_1'), START);
    expect(await seen()).toMatchObject({ kind: 'not-yet' });
    happened('api_key_deleted', { id: 'mk_other' });
    expect(await seen()).toMatchObject({ kind: 'not-yet' });
    happened('api_key_expired', { id: 'mk_1' });
    expect(await seen()).toMatchObject({ kind: 'verified', final: true });
  });

  it('waits for an end that is to come', async () => {
    const expires = new Date(START + HOUR).toISOString();
    happened('api_key_updated', { id: 'mk_1', expires_at: expires });
    expect(await verified()).toMatchObject({ kind: 'not-yet', retryAfter: HOUR });
    clock.set(START + HOUR);
    expect((await verified()).kind).toBe('verified');
  });

  it.each(['api_key_viewed', 'api_key_created', 'api_key_updated'])('is not shown by %s', async (type) => {
    happened(type, { id: 'mk_1', name: 'shop' });
    clock.set(START + HOUR);
    expect((await verified()).kind).toBe('unproven');
  });

  it('is found behind pages of other activities, and looked for no longer than that makes sense', async () => {
    happened('api_key_deleted', { id: 'mk_1' });
    for (let count = 0; count < 250; count += 1) happened('api_key_viewed', { id: 'mk_7' }, START, `accact_v${count}`);
    expect((await verified()).kind).toBe('verified');
    account.activities.length = 0;
    for (let count = 0; count < 2_000; count += 1)
      happened('api_key_viewed', { id: 'mk_7' }, START, `accact_v${count}`);
    const before = stripe.requests.length;
    await verified();
    expect(stripe.requests.length - before).toBeLessThanOrEqual(5);
  });

  it('is asked again when Stripe does not answer, and does not fail the step', async () => {
    stripe.fail('server error');
    await expect(verified()).rejects.toMatchObject({ kind: 'transient' });
  });
});

describe('keys that an approved app manages', () => {
  it('are narrowed in about a second, and get back exactly what they had', async () => {
    const act = performer('narrow-key');
    const before = (await act.prepare?.(target('mk_1'))) ?? {};
    const receipt = await act.apply(target('mk_1'), 'k', before);
    expect(account.keys[1]?.permissions).toEqual(['balance_read']);
    expect((await act.verify(target('mk_1'), receipt)).kind).toBe('verified');
    if (act.risk !== 'reversible') throw new Error('not reversible');
    await act.undo(target('mk_1'), receipt, before);
    expect(account.keys[1]?.permissions).toEqual(['charge_write', 'account_read']);
  });

  it('are never sent an empty list, which Stripe takes for nothing', async () => {
    change(OLD, { permissions: [] });
    await expect(performer('narrow-key').prepare?.(target('mk_1'))).rejects.toMatchObject({ kind: 'unsupported' });
    expect(stripe.requests.every((line) => line.startsWith('GET'))).toBe(true);
  });

  it('are not called dead before the end has had time to spread', async () => {
    const act = performer('expire-key');
    const receipt = await act.apply(target('mk_1'), 'k', {});
    expect(await act.verify(target('mk_1'), receipt)).toMatchObject({ kind: 'not-yet' });
    clock.set(START + 9 * SECOND);
    expect(await act.verify(target('mk_1'), receipt)).toMatchObject({ kind: 'not-yet' });
    clock.set(START + 30 * SECOND);
    expect(await act.verify(target('mk_1'), receipt)).toMatchObject({ kind: 'verified', final: true });
  });

  it('that are gone under their old id, as after a rotation, are over', async () => {
    account.keys.splice(1, 1);
    const act = performer('expire-key');
    const receipt = await act.apply(target('mk_1'), 'k', {});
    clock.set(START + MINUTE);
    expect((await act.verify(target('mk_1'), receipt)).kind).toBe('verified');
    expect(stripe.requests.some((line) => line.startsWith('POST'))).toBe(false);
  });

  it('keep their secrets to themselves, which Stripe puts into every answer', async () => {
    const act = performer('narrow-key');
    const before = (await act.prepare?.(target('mk_1'))) ?? {};
    const receipt = await act.apply(target('mk_1'), 'k', before);
    const found = [before, receipt, await act.verify(target('mk_1'), receipt)];
    const errors: unknown[] = [];
    for (const fault of ['truncated', 'server error', 'web page instead of an answer', 'forbidden'] as const) {
      stripe.fail(fault);
      errors.push(await act.verify(target('mk_1'), receipt).catch((error: unknown) => error));
    }
    expectNothingOf(OLD, [found, errors]);
    expectNothingOf(OURS, errors);
  });
});

describe('errors of Stripe’s client', () => {
  it('hold no piece of the key that asked, although Stripe repeats its ends', async () => {
    change(OURS, { diesAt: START });
    const expired: unknown = await performer('pause-payouts')
      .prepare?.(target(ACCOUNT))
      .catch((error: unknown) => error);
    account.keys.length = 0;
    const unknown: unknown = await performer('pause-payouts')
      .prepare?.(target(ACCOUNT))
      .catch((error: unknown) => error);
    expect(expired).toMatchObject({
      kind: 'auth',
      message: expect.stringContaining('Expired API Key provided: [key]'),
    });
    expect(unknown).toMatchObject({
      kind: 'auth',
      message: expect.stringContaining('Invalid API Key provided: [key]'),
    });
    expectNothingOf(OURS, [expired, unknown], 4);
  });
});

/** No piece of it in anything that could be printed: fields, stacks, causes, own and hidden members. */
function expectNothingOf(key: string, values: unknown, least = 6): void {
  const text = inspect(values, {
    depth: 20,
    showHidden: true,
    getters: true,
    maxStringLength: null,
    maxArrayLength: null,
  });
  const body = key.slice('rk_live_'.length);
  for (let at = 0; at + least <= body.length; at += 1) expect(text).not.toContain(body.slice(at, at + least));
}
