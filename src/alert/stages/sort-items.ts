import type { Millis } from '../../core/time.ts';
import type { AlertState, Aside, Candidate, Item, Sorted, Stage } from '../candidate.ts';

/** What a stage says about one item of a candidate; null lets it pass. */
export type Verdict = { readonly kind: 'held' | 'dropped'; readonly why: string } | null;

/** Makes a stage of a judgement about single items: a digest may lose some of its incidents and go on. */
export function perItem(judge: (item: Item, candidate: Candidate, state: AlertState, now: Millis) => Verdict): Stage {
  return (candidates, state, now) => {
    const pass: Candidate[] = [];
    const asides = { held: [] as Aside[], dropped: [] as Aside[] };
    for (const candidate of candidates) {
      const kept: Item[] = [];
      for (const item of candidate.items) {
        const verdict = judge(item, candidate, state, now);
        if (verdict === null) kept.push(item);
        else asides[verdict.kind].push({ candidate: { ...candidate, items: [item] }, why: verdict.why });
      }
      if (kept.length > 0) pass.push({ ...candidate, items: kept });
    }
    return { pass, ...asides } satisfies Sorted;
  };
}
