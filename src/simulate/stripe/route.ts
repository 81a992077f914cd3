import type { SimulatedAccount } from './account.ts';
import type { StripeAnswer } from './answer.ts';
import { refusal } from './answer.ts';

export interface StripeCall {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** Form fields of a POST. */
  readonly form: URLSearchParams;
  /** JSON body of a POST to API v2; empty for others. */
  readonly json: Readonly<Record<string, unknown>>;
  readonly version: string;
  readonly account: SimulatedAccount;
  readonly permissions: readonly string[];
  readonly now: number;
  /** Every account of this Stripe. */
  readonly accounts: readonly SimulatedAccount[];
}

export interface Route {
  readonly method: string;
  readonly path: RegExp;
  readonly permission: string;
  readonly answer: (call: StripeCall, id: string) => StripeAnswer;
}

export function missing(what: string, id: string): StripeAnswer {
  return refusal(404, 'invalid_request_error', `No such ${what}: '${id}'`, 'resource_missing');
}
