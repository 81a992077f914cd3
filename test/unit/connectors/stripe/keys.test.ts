import { describe, expect, it } from 'vitest';
import { STRIPE_KEYS } from '../../../../connectors/stripe/keys.ts';
import { keyText } from './records.ts';

const OLD = 'Zx8Qw3Er5Ty7Ui9Op1As2Df4';
const NEW = `51Ab3De5Fg7Hi9Jk2L${OLD.repeat(3)}`;

function formatOf(text: string): (typeof STRIPE_KEYS)[number] | undefined {
  return STRIPE_KEYS.find(({ pattern }) => pattern.exec(text)?.[0] === text);
}

describe('Stripe keys', () => {
  it.each([
    ['sk_live_', 'stripe.secret-key-live', 'live', 'secret'],
    ['sk_test_', 'stripe.secret-key-test', 'test', 'secret'],
    ['rk_live_', 'stripe.restricted-key-live', 'live', 'secret'],
    ['rk_test_', 'stripe.restricted-key-test', 'test', 'secret'],
    ['pk_live_', 'stripe.publishable-key-live', 'live', 'identifier'],
    ['ek_test_', 'stripe.ephemeral-key-test', 'test', 'secret'],
    ['sk_org_live_', 'stripe.organization-key-live', 'live', 'secret'],
    ['whsec_', 'stripe.webhook-secret', '', 'secret'],
  ])('%s is %s', (prefix, id, mode, sensitivity) => {
    expect(formatOf(keyText(prefix, OLD))).toMatchObject({ id, mode, sensitivity, prefixes: [prefix] });
    expect(formatOf(keyText(prefix, NEW))?.id).toBe(id);
  });

  it('show their account when their body has the newer form', () => {
    const key = keyText('sk_live_', NEW);

    expect(formatOf(key)?.account(key)).toBe('acct_1Ab3De5Fg7Hi9Jk2');
    expect(formatOf(keyText('sk_live_', OLD))?.account(keyText('sk_live_', OLD))).toBe('');
  });

  it('are in no log, so that nothing names them', () => {
    expect(STRIPE_KEYS.flatMap((format) => format.identifiers(keyText('sk_live_', NEW)))).toEqual([]);
  });

  it('that repeat a few letters are examples', () => {
    expect(formatOf(keyText('sk_test_', 'x'.repeat(24)))?.check(keyText('sk_test_', 'x'.repeat(24)))).toBe('sample');
    expect(formatOf(keyText('sk_test_', OLD))?.check(keyText('sk_test_', OLD))).toBe('unknown');
  });

  it.each(['sk_live_short', `task_live_${OLD}`, `sk_live_${OLD}_more`, 'sk_live_'])('%s is none', (text) => {
    expect(STRIPE_KEYS.some(({ pattern }) => pattern.test(text))).toBe(false);
  });
});
