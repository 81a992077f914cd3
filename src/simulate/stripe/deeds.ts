/** What somebody does with a key. Amounts in the smallest unit of the currency. */
export type StripeDeed =
  | {
      readonly kind: 'charge';
      readonly amount: number;
      readonly currency: string;
      /** Fingerprint of the card; a new one for each attempt when absent. */
      readonly card?: string;
      /** Why the bank declines it, '' when it does not. */
      readonly declined?: string;
    }
  | { readonly kind: 'add-destination'; readonly bank: string }
  | { readonly kind: 'payout'; readonly amount: number; readonly currency: string; readonly to: string };

/** Permissions of a restricted key that each deed takes. */
export const DEED_NEEDS: Readonly<Record<StripeDeed['kind'], string>> = {
  charge: 'charge_write',
  'add-destination': 'external_account_write',
  payout: 'payout_write',
};

/** Objects that a deed leaves behind, with the type of the event that tells of each. */
export interface Trace {
  readonly type: string;
  readonly object: Readonly<Record<string, unknown>> & { readonly id: string };
}

/** @param id makes the id of a new object: `ch`, `ba`, `po` */
export function traceOf(deed: StripeDeed, account: string, id: (prefix: string) => string): Trace {
  switch (deed.kind) {
    case 'charge':
      return chargeOf(deed, id);
    case 'add-destination':
      return {
        type: 'account.external_account.created',
        object: { id: deed.bank, object: 'bank_account', account, bank_name: 'EXAMPLE BANK', last4: '3000' },
      };
    case 'payout':
      return {
        type: 'payout.created',
        object: {
          ...moneyOf(deed),
          id: id('po'),
          object: 'payout',
          automatic: false,
          destination: deed.to,
          status: 'pending',
        },
      };
  }
}

function chargeOf(deed: Extract<StripeDeed, { readonly kind: 'charge' }>, id: (prefix: string) => string): Trace {
  const { declined = '' } = deed;
  const card = { brand: 'visa', fingerprint: deed.card ?? id('Fp') };
  const object = { ...moneyOf(deed), id: id('ch'), object: 'charge', payment_method_details: { type: 'card', card } };
  if (declined === '') return { type: 'charge.succeeded', object: { ...object, status: 'succeeded' } };
  return { type: 'charge.failed', object: { ...object, status: 'failed', failure_code: declined } };
}

function moneyOf({ amount, currency }: { readonly amount: number; readonly currency: string }): object {
  return { amount, currency };
}
