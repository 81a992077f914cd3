import { describe, expect, it } from 'vitest';
import { STRIPE_ACTIONS } from '../../../../connectors/stripe/actions.ts';
import { STRIPE } from '../../../../connectors/stripe/index.ts';
import type { ActionDeclaration, TargetContext } from '../../../../src/core/action.ts';
import type { Credential } from '../../../../src/core/credential.ts';
import { aCredential, NOON } from '../../../support/plan-inputs.ts';

const ACCOUNT = 'acct_1Example00000001';

function ours(alias: string, change: Partial<Credential> = {}): Credential {
  return aCredential(`stripe:${alias}`, { account: ACCOUNT, actor: ACCOUNT, ...change });
}

function about(change: Partial<TargetContext> = {}): TargetContext {
  const context = { approach: 'cut', subject: '', ancestors: [], subtree: [], known: [], suspectSince: NOON } as const;
  return { ...context, ...change };
}

function action(id: string): ActionDeclaration {
  const found = STRIPE_ACTIONS.find((one) => one.id === `stripe.${id}`);
  if (found === undefined) throw new Error(`no action ${id}`);
  return found;
}

/** Ids of the actions that would be taken, and of those that say why not. */
function taken(credential: Credential, context: TargetContext): readonly string[] {
  return STRIPE_ACTIONS.flatMap(({ id, target }) => {
    const made = target(credential, context);
    return made === null ? [] : ['refused' in made ? `not ${id}` : id];
  }).map((id) => id.replace('stripe.', ''));
}

describe('what can be done about a credential of Stripe', () => {
  it.each([
    ['whichever key of an account', ours(`keys-of-${ACCOUNT}`), ['roll-keys', 'pause-payouts']],
    ['the key of a service', ours('shop'), ['roll-keys', 'pause-payouts']],
    ['a key that is known by its id', ours('mk_1'), ['narrow-key', 'roll-keys', 'pause-payouts', 'expire-key']],
    ['an ephemeral key', ours('ephkey_1'), ['end-ephemeral-key']],
    [
      'an endpoint that was made since',
      ours('we_1', { createdAt: NOON + 1 }),
      ['disable-endpoint', 'not new-endpoint'],
    ],
    ['an endpoint that was there before', ours('we_1', { createdAt: NOON - 1 }), ['new-endpoint']],
    ['a credential of another provider', aCredential('aws:AKIA1'), []],
    ['a key of an unknown account', ours('shop', { account: '' }), []],
  ])('%s', (_name, credential, expected) => {
    expect(taken(credential, about())).toEqual(expected);
  });

  it('an endpoint that the plan is about is replaced before it is disabled, and deleted at the end', () => {
    const endpoint = ours('we_1', { createdAt: NOON - 1 });
    const context = about({ subject: 'stripe:we_1' });

    expect(taken(endpoint, context)).toEqual(['not disable-endpoint', 'new-endpoint', 'delete-endpoint']);
    expect(taken(endpoint, { ...context, approach: 'retire' })).toEqual(['disable-endpoint', 'new-endpoint']);
  });

  it('is one step for all keys where nobody can tell which it was, and one for each where that is known', () => {
    const target = (alias: string, subject: string): unknown =>
      action('roll-keys').target(ours(alias), about({ subject }));

    expect(target('shop', '')).toEqual(target(`keys-of-${ACCOUNT}`, ''));
    expect(target('shop', '')).toMatchObject({
      usedBy: ACCOUNT,
      spares: true,
      label: expect.stringContaining('whichever'),
    });
    expect(target('shop', 'stripe:shop')).toMatchObject({ key: 'stripe:shop', params: { id: 'shop', pace: 'now' } });
    expect(target('mk_1', 'stripe:mk_1')).not.toHaveProperty('spares');
  });

  it('is about the mode that the identity says', () => {
    const target = action('roll-keys').target(ours(`keys-of-${ACCOUNT}-test`, { actor: `${ACCOUNT}-test` }), about());
    if (target === null || 'refused' in target) throw new Error('no target');

    expect(action('roll-keys').guide?.(target)).toMatchObject({
      link: `https://dashboard.stripe.com/${ACCOUNT}/test/apikeys`,
    });
  });

  it('leads to the events of the incident, and to nothing that an intruder put into them', () => {
    const target = action('roll-keys').target(ours(`keys-of-${ACCOUNT}`), about());
    if (target === null || 'refused' in target) throw new Error('no target');
    const event = (eventId: string) => ({
      eventId,
      time: NOON,
      provider: 'stripe',
      credential: '',
      actor: ACCOUNT,
      action: 'payout.created',
      target: '',
      address: '',
      tool: '',
      outcome: 'success',
    });
    const evidence = ['evt_1', 'evt_1', 'evt_2/../../x', 'https://evil.example', 'evt_3'].map(event);

    const [first = ''] = action('roll-keys').guide?.(target, evidence).steps ?? [];

    expect(first).toContain(`https://dashboard.stripe.com/${ACCOUNT}/events/evt_1 or `);
    expect(first).toContain('/events/evt_3.');
    expect(first).not.toMatch(/evil|\.\./);
  });

  it('gives people time in a routine rotation and none in a leak', () => {
    const steps = (approach: 'cut' | 'replace'): string => {
      const target = action('roll-keys').target(ours('shop'), about({ approach, subject: 'stripe:shop' }));
      if (target === null || 'refused' in target) throw new Error('no target');
      return action('roll-keys').guide?.(target).steps.join(' ') ?? '';
    };
    expect(steps('cut')).toContain('expiration “now”');
    expect(steps('replace')).toContain('the old one works until then');
    expect(steps('replace')).toContain('end the old one');
  });

  it('is looked for behind an account that was connected by an event of the incident', () => {
    const event = {
      eventId: 'evt_9',
      provider: 'stripe',
      action: 'account.application.authorized',
      outcome: 'success',
    };
    const rest = { time: NOON, credential: '', actor: ACCOUNT, target: '', address: '', tool: '' };
    const made = action('disconnect-account').target(ours('shop'), about({ event: { ...rest, ...event } }));
    expect(made).toMatchObject({ key: 'evt_9', account: ACCOUNT });
    const other = { ...rest, ...event, action: 'payout.created' };
    expect(action('disconnect-account').target(ours('shop'), about({ event: other }))).toBeNull();
  });
});

describe('which actions are of use', () => {
  const unavailable = (settings: object, entry: object): Readonly<Record<string, string>> => {
    const account = { id: ACCOUNT, 'api-key': 'env:READ', ...entry };
    const config = STRIPE.config.parse({ accounts: [account], ...settings });
    const why = new Map<string, string>();
    for (const { id } of STRIPE_ACTIONS) why.set(id.replace('stripe.', ''), STRIPE.unavailable?.(config, id) ?? '');
    return Object.fromEntries([...why].filter(([, text]) => text !== ''));
  };

  it('is only what a person does, as long as there is nothing to act with', () => {
    expect(Object.keys(unavailable({}, {}))).toHaveLength(STRIPE_ACTIONS.length - 1);
    expect(unavailable({}, {})).not.toHaveProperty('roll-keys');
  });

  it('is all but the gated ones with a key to respond with', () => {
    expect(unavailable({}, { 'respond-key': 'env:ACT' })).toEqual({
      'narrow-key': expect.stringContaining('managed-keys'),
      'expire-key': expect.stringContaining('managed-keys'),
      'disconnect-account': 'needs app-key of the account',
    });
  });

  it('is everything where the preview is switched on and its key is there', () => {
    const on = { 'managed-keys': { enabled: true } };
    expect(unavailable(on, { 'respond-key': 'env:ACT', 'app-key': 'env:APP' })).toEqual({});
    expect(Object.values(unavailable(on, { 'respond-key': 'env:ACT' }))).toEqual(
      Array.from({ length: 3 }, () => 'needs app-key of the account'),
    );
  });
});
