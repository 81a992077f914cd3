import type { Trait, Verb } from '../../../src/core/event.ts';

/** Types of events with a meaning beyond "written". Everything else goes by the last word of its type. */
export const EVENT_TRAITS: Readonly<Record<string, readonly Trait[]>> = {
  // One attempt makes several events: these two stand for it, so that nothing is counted twice.
  'charge.succeeded': ['money', 'payment'],
  'charge.failed': ['money', 'payment'],
  'setup_intent.succeeded': ['payment'],
  'setup_intent.setup_failed': ['payment'],
  'charge.captured': ['money'],
  'charge.refunded': ['money', 'refund'],
  'refund.created': ['money', 'refund'],
  'credit_note.created': ['money'],
  'payout.created': ['money', 'money-out'],
  'transfer.created': ['money', 'money-out'],
  'topup.created': ['money'],
  'account.external_account.created': ['money', 'money-route'],
  'account.external_account.updated': ['money', 'money-route'],
  'account.external_account.deleted': ['money'],
  'balance_settings.updated': ['money'],
  'account.updated': ['policy-write'],
  'account.application.authorized': ['credential-write'],
  'account.application.deauthorized': ['credential-write'],
  'apps.install.created': ['credential-write'],
  'person.created': ['policy-write'],
  'person.updated': ['policy-write'],
  'reporting.report_run.succeeded': ['clone'],
  'sigma.scheduled_query_run.created': ['clone'],
  'issuing_card.created': ['money', 'credential-write'],
};

export const EVENT_VERBS: Readonly<Record<string, Verb>> = {
  'account.application.authorized': 'grant',
  'apps.install.created': 'grant',
  'reporting.report_run.succeeded': 'read',
  'sigma.scheduled_query_run.created': 'read',
};

/** Nobody asked Stripe for these by a request, and somebody caused them all the same: not Stripe by itself. */
export const CAUSED_OUTSIDE: ReadonlySet<string> = new Set([
  'account.application.authorized',
  'apps.install.created',
  'charge.dispute.created',
  'radar.early_fraud_warning.created',
]);

/** Last words of types that tell of something that did not work. */
export const FAILURES: ReadonlySet<string> = new Set([
  'failed',
  'payment_failed',
  'setup_failed',
  'async_payment_failed',
  'finalization_failed',
]);
