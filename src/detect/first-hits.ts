import { isoDay } from '../core/time.ts';
import type { Firsts } from './memory/firsts.ts';
import type { Cursor } from './rows.ts';
import type { RuleFirst, SigmaRule } from './sigma/rule.ts';
import { FIRST_AT, FIRST_OF } from './sigma/rule.ts';

/** What is met at a place for the first time, and the sentence about what is known best of it. */
export interface FirstMeeting {
  /** '' for the account as a whole. */
  readonly things: readonly string[];
  readonly key: string;
  readonly sentence: string;
}

const SHOWN = 3;

/** Takes in what a rule's match shows, and says what of it is new at this place. Null where nothing is. */
export function meetFirst(
  rule: SigmaRule,
  first: RuleFirst,
  detail: Readonly<Record<string, string>>,
  cursor: Cursor,
  firsts: Firsts,
): FirstMeeting | null {
  const place = detail[FIRST_AT] ?? '';
  if (place === '') return null;
  const { account, provider } = cursor.track.context;
  const things = first.of === '' ? [''] : (detail[FIRST_OF] ?? '').split('\n').filter((thing) => thing !== '');
  const fresh = things.flatMap((thing) => {
    const before = firsts.note([rule.info.id, provider, account, thing].join('\u0000'), place, cursor.time);
    const isNews = before.isNew && before.uses >= first.after && before.places.length <= first.most;
    return isNews ? [{ thing, before }] : [];
  });
  const best = fresh.toSorted((a, b) => b.before.uses - a.before.uses)[0];
  if (best === undefined) return null;
  const { first: since, places, uses } = best.before;
  const news = fresh.map(({ thing }) => thing);
  const what = best.thing === '' ? '' : ` for ${news.slice(0, SHOWN).join(', ')}`;
  const known = `${uses} times since ${isoDay(since)} it was ${places.slice(-SHOWN).join(', ')}`;
  return { things: news, key: [place, ...news].join(' '), sentence: `First time${what} at ${place}; ${known}.` };
}
