import type { ActionTarget } from '../../../src/core/action.ts';
import type { Millis } from '../../../src/core/time.ts';
import { DAY, isoTime } from '../../../src/core/time.ts';
import { targetParams } from '../actions/names.ts';
import type { Json } from '../json.ts';
import { isObject, listOf, objectOf, textOf } from '../json.ts';
import { momentOf } from '../records/record-time.ts';
import type { Hands } from './hands.ts';

/** What activity logs say about the end of a key. */
export type KeyEnd =
  | { readonly kind: 'ended'; readonly says: string }
  | { readonly kind: 'ends-later'; readonly at: Millis; readonly says: string }
  /** Some key has ended, and nobody can say that it was this one. */
  | { readonly kind: 'another'; readonly says: string }
  | { readonly kind: 'nothing' };

/** Types of the life cycle's end; the set is open, so words for the same thing are taken too. */
const END = /^api_key_(?:deleted|expired|rolled|rotated|updated)$/;
const MOST_PAGES = 5;

/**
 * Looks through the activity logs for the end of the target's key.
 * @param since names are taken from then on alone, ids whenever it was: an id is never given twice
 */
export async function endOfKey(hands: Hands, target: ActionTarget, since: Millis): Promise<KeyEnd> {
  let other: KeyEnd = { kind: 'nothing' };
  let path = '/v2/iam/activity_logs?limit=100';
  for (let page = 0; page < MOST_PAGES && path !== ''; page += 1) {
    const answer = await hands.askPreview(target, `read the activity logs of ${target.account}`, path);
    const records = listOf(answer['data']).filter(isObject);
    for (const record of records) {
      const end = endIn(record, target, since, hands.clock.now());
      if (end?.kind === 'ended' || end?.kind === 'ends-later') return end;
      if (end !== null && other.kind === 'nothing') other = end;
    }
    const oldest = momentOf(records.at(-1)?.['created']) ?? 0;
    path = oldest < since - DAY ? '' : nextOf(answer);
  }
  return other;
}

function endIn(record: Json, target: ActionTarget, since: Millis, now: Millis): KeyEnd | null {
  const type = textOf(record['type']);
  const key = objectOf(objectOf(record['details'])['api_key']);
  const [id, name] = [textOf(key['id']), textOf(key['name'])];
  const at = momentOf(record['created']);
  if (!END.test(type) || id === '' || at === null) return null;
  const expires = momentOf(key['expires_at']);
  // An update is the end only where it sets one.
  if (type === 'api_key_updated' && expires === null) return null;
  const wanted = targetParams(target).id;
  const isSame = id === wanted || (name !== '' && name === wanted && at >= since - DAY);
  const says = `the activity log ${textOf(record['id'])} says ${type} for key ${id} at ${isoTime(at)}`;
  if (!isSame) return at >= since - DAY ? { kind: 'another', says } : null;
  if (expires !== null && expires > now)
    return { kind: 'ends-later', at: expires, says: `${says}, with effect from ${isoTime(expires)}` };
  return { kind: 'ended', says };
}

function nextOf(answer: Json): string {
  const next = textOf(answer['next_page_url']);
  if (!URL.canParse(next, 'https://api.stripe.com')) return '';
  const { pathname, search } = new URL(next, 'https://api.stripe.com');
  return pathname === '/v2/iam/activity_logs' ? `${pathname}${search}` : '';
}
