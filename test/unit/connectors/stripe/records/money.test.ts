import { describe, expect, it } from 'vitest';
import { formatAmount } from '../../../../../connectors/stripe/records/money.ts';

describe('amounts for people', () => {
  it.each([
    [1234, 'eur', '12.34 EUR'],
    [5, 'usd', '0.05 USD'],
    [0, 'usd', '0.00 USD'],
    [-150, 'gbp', '-1.50 GBP'],
    [1234, 'jpy', '1234 JPY'],
    [1234, 'KRW', '1234 KRW'],
    [1234, 'kwd', '1.234 KWD'],
    [500, 'isk', '5.00 ISK'],
    [500, 'ugx', '5.00 UGX'],
    [9_007_199_254_740_991, 'eur', '90071992547409.91 EUR'],
  ])('%d %s is %s', (amount, currency, text) => {
    expect(formatAmount(amount, currency)).toBe(text);
  });

  it.each([
    [1.5, 'eur'],
    ['100', 'eur'],
    [100, 'euro'],
    [100, '\u001b[3'],
    [100, undefined],
    [Number.NaN, 'eur'],
  ])('%s %s is none', (amount, currency) => {
    expect(formatAmount(amount, currency)).toBe('');
  });
});
