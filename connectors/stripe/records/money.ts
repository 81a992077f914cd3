import type { Amount } from '../../../src/core/event.ts';

/** Currencies whose amounts are whole units (Stripe docs, currencies). ISK and UGX have no decimals but are sent as if. */
const WHOLE: ReadonlySet<string> = new Set('bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf'.split(' '));
/** Currencies with thousandths. */
const THOUSANDTHS: ReadonlySet<string> = new Set(['bhd', 'jod', 'kwd', 'omr', 'tnd']);

/** Decimals that the API's integers have in a currency. */
export function decimalsOf(currency: string): 0 | 2 | 3 {
  const code = currency.toLowerCase();
  if (WHOLE.has(code)) return 0;
  return THOUSANDTHS.has(code) ? 3 : 2;
}

/**
 * `1234, 'eur'` as `12.34 EUR`, `1234, 'jpy'` as `1234 JPY`. Exact: no floating point.
 * @returns '' for what is no amount with a currency
 */
export function formatAmount(amount: unknown, currency: unknown): string {
  if (typeof amount !== 'number' || !Number.isSafeInteger(amount)) return '';
  if (typeof currency !== 'string' || !/^[a-z]{3}$/i.test(currency)) return '';
  const decimals = decimalsOf(currency);
  const digits = String(Math.abs(amount)).padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const number = decimals === 0 ? whole : `${whole}.${digits.slice(-decimals)}`;
  return `${amount < 0 ? '-' : ''}${number} ${currency.toUpperCase()}`;
}

/** The amount for detection; null for what is none. */
export function amountOf(amount: unknown, currency: unknown): Amount | null {
  const text = formatAmount(amount, currency);
  if (text === '' || typeof amount !== 'number' || typeof currency !== 'string') return null;
  return { value: amount, unit: currency.toLowerCase(), text };
}
