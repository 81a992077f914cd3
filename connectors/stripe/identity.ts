import type { Json } from './json.ts';
import { objectOf, textOf } from './json.ts';
import { annotationOf } from './records/annotation.ts';

/** Stands for the account of a record that names none, such as a webhook of one's own account. */
const OWN_ACCOUNT = 'own-account';
const ACCOUNT = /^acct_[A-Za-z0-9]{1,64}$/;

export type Mode = 'live' | 'test';

export function modeOf(record: Json): Mode {
  return record['livemode'] === true ? 'live' : 'test';
}

/** The connected account that the event is of, else the account that was asked, else ''. */
export function accountOf(event: Json): string {
  const object = objectOf(objectOf(event['data'])['object']);
  const own = textOf(object['object']) === 'account' ? textOf(object['id']) : textOf(object['account']);
  const named = [textOf(event['account']), textOf(event['context']), annotationOf(event).account, own];
  return named.find((name) => ACCOUNT.test(name)) ?? '';
}

/** Test mode is a world of its own: what is usual there says nothing about live money. */
export function principalOf(account: string, mode: Mode): string {
  const name = account === '' ? OWN_ACCOUNT : account;
  return mode === 'live' ? name : `${name}-test`;
}
