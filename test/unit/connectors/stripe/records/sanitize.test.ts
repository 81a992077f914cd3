import { describe, expect, it } from 'vitest';
import { sanitizeRecord } from '../../../../../connectors/stripe/records/sanitize.ts';
import { keyText, stripeEvent } from '../records.ts';

const body = 'Zx8Qw3Er5Ty7Ui9Op1As2Df4';

describe('copies of Stripe records', () => {
  it('are the record itself when it holds no secret', () => {
    const record = stripeEvent('charge.succeeded', { id: 'ch_1', card: { last4: '4242', fingerprint: 'Fp1' } });

    expect(sanitizeRecord(record)).toBe(record);
  });

  it.each(['client_secret', 'secret', 'cvc', 'receipt_url', 'hosted_invoice_url'])('lose the member %s', (name) => {
    const record = stripeEvent('x.created', { id: 'pi_1', [name]: 'anything-at-all' });

    expect(JSON.stringify(sanitizeRecord(record))).not.toContain('anything-at-all');
  });

  it.each(['sk_live_', 'sk_test_', 'rk_live_', 'rk_test_', 'ek_live_', 'sk_org_live_', 'whsec_'])(
    'lose keys that begin %s, in any text',
    (prefix) => {
      const secret = keyText(prefix, body);
      const text = JSON.stringify(
        sanitizeRecord(stripeEvent('x.created', { metadata: { note: `use ${secret}, please` } })),
      );

      expect(text).not.toContain(body);
      expect(text).toContain('use [removed], please');
    },
  );

  it('lose the secret of a payment inside a text', () => {
    const text = JSON.stringify(
      sanitizeRecord({ url: `https://pay.example.com/?x=${['pi_1abc', 'secret', body].join('_')}` }),
    );

    expect(text).not.toContain(body);
  });

  it.each(['4242424242424242', '4242 4242 4242 4242', '4242-4242-4242-4242'])(
    'keep four digits of the card number %s',
    (number) => {
      expect(sanitizeRecord({ description: `card ${number}.` })).toEqual({ description: 'card …4242.' });
    },
  );

  it.each(['1648319940123456', '0000000000000000', 'ch_4242424242424242x'])(
    'keep %s, which is no card number',
    (text) => {
      const record = { description: `id ${text} end` };

      expect(sanitizeRecord(record)).toBe(record);
    },
  );

  it('lose passwords and tokens in addresses', () => {
    const record = { url: `https://user:${body}@hooks.example.com/in?token=${body}&a=1` };

    expect(sanitizeRecord(record)).toEqual({ url: 'https://user:[removed]@hooks.example.com/in?token=[removed]&a=1' });
  });

  it('are clean however deep the secret lies, and do not change the record', () => {
    const inner = { client_secret: body };
    const record = JSON.parse(`${'{"a":['.repeat(100)}${JSON.stringify(inner)}${']}'.repeat(100)}`) as unknown;

    expect(JSON.stringify(sanitizeRecord(record))).not.toContain(body);
    expect(JSON.stringify(record)).toContain(body);
  });
});
