import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  afterPage,
  begin,
  firstCursor,
  LOOKUP_RETENTION,
  type LookupCursor,
  MOST_PAGES,
  parseLookupCursor,
  restarted,
  windowEnd,
} from '../../../../../connectors/aws/sources/lookup-cursor.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../../../../../src/core/time.ts';

const NOW = Date.UTC(2026, 10, 23, 12);
const OVERLAP = 30 * MINUTE;

/** Walks to the end with one page a window; gives the windows. */
function windows(start: LookupCursor, now: number, isFirst: boolean): readonly (readonly [number, number])[] {
  const seen: [number, number][] = [];
  let { cursor } = begin(start, now, OVERLAP, isFirst);
  while (cursor.walk !== null) {
    seen.push([cursor.walk.at, windowEnd(cursor, cursor.walk)]);
    cursor = afterPage(cursor, cursor.walk, '', null);
  }
  return seen;
}

const walkOf = (cursor: LookupCursor): NonNullable<LookupCursor['walk']> => {
  if (cursor.walk === null) throw new Error('no walk');
  return cursor.walk;
};

describe('the position in the event history', () => {
  it('begins as far back as it is told, and walks up day by day', () => {
    const seen = windows(firstCursor(NOW, 3 * DAY), NOW, true);
    expect(seen).toEqual([
      [NOW - 3 * DAY, NOW - 2 * DAY],
      [NOW - 2 * DAY, NOW - DAY],
      [NOW - DAY, NOW],
    ]);
  });

  it('leaves no second out between two windows', () => {
    const seen = windows(firstCursor(NOW, 10 * DAY), NOW, true);
    for (const [index, window] of seen.entries()) if (index > 0) expect(window[0]).toBe(seen[index - 1]?.[1]);
    expect(seen.at(-1)?.[1]).toBe(NOW);
  });

  it('reads the overlap again at every later poll', () => {
    const cursor: LookupCursor = { ...firstCursor(NOW, 0), watermark: NOW };
    expect(windows(cursor, NOW + 2 * MINUTE, false)).toEqual([[NOW - OVERLAP, NOW + 2 * MINUTE]]);
  });

  it('asks for whole seconds', () => {
    const [[from, to] = [0, 0]] = windows(firstCursor(NOW + 789, HOUR + 1), NOW + 789, true);
    expect([from % SECOND, to % SECOND]).toEqual([0, 0]);
  });

  it('moves its mark only when the whole walk is done', () => {
    let { cursor } = begin({ ...firstCursor(NOW, 0), watermark: NOW }, NOW + HOUR, OVERLAP, false);
    cursor = afterPage(cursor, walkOf(cursor), 'more', null);
    expect(cursor.watermark).toBe(NOW);
    cursor = afterPage(cursor, walkOf(cursor), '', null);
    expect(cursor).toMatchObject({ watermark: NOW + HOUR, walk: null });
  });

  it('never moves its mark back when the clock does', () => {
    let { cursor } = begin({ ...firstCursor(NOW, 0), watermark: NOW }, NOW - HOUR, OVERLAP, false);
    cursor = afterPage(cursor, walkOf(cursor), '', null);
    expect(cursor.watermark).toBe(NOW);
  });

  it('halves a window that is too full, down to a second', () => {
    let { cursor } = begin(firstCursor(NOW, DAY), NOW, OVERLAP, true);
    for (let page = 0; page < MOST_PAGES; page += 1) cursor = afterPage(cursor, walkOf(cursor), 'more', null);
    expect(walkOf(cursor)).toMatchObject({ at: NOW - DAY, page: 0, token: '' });
    expect(cursor.span).toBe(DAY / 2);
    for (let page = 0; page < 2000; page += 1) cursor = afterPage(cursor, walkOf(cursor), 'more', null);
    expect(cursor.span).toBe(SECOND);
    // A second cannot be split: its pages are read to the end.
    expect(walkOf(cursor).page).toBeGreaterThan(0);
  });

  it('does not read again what a window that was too full has read', () => {
    let { cursor } = begin(firstCursor(NOW, DAY), NOW, OVERLAP, true);
    const busy = NOW - HOUR;
    for (let page = 0; page < MOST_PAGES; page += 1)
      cursor = afterPage(cursor, walkOf(cursor), 'more', busy - page * SECOND);
    const oldest = busy - (MOST_PAGES - 1) * SECOND;
    expect(walkOf(cursor).read).toEqual([{ from: oldest + SECOND, to: NOW }]);
    const ends: number[] = [];
    while (cursor.walk !== null) {
      ends.push(windowEnd(cursor, cursor.walk));
      cursor = afterPage(cursor, cursor.walk, '', null);
    }
    // The second of the oldest event is read again: it may hold more.
    expect(ends.at(-1)).toBe(oldest);
    expect(cursor.watermark).toBe(NOW);
  });

  it('reads nothing twice and leaves nothing out, however full windows are', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 7200 }), { maxLength: 1200, size: 'max' }), (seconds) => {
        const from = NOW - 2 * HOUR;
        const times = seconds.map((second) => from + second * SECOND).toSorted((a, b) => b - a);
        let { cursor } = begin({ ...firstCursor(NOW, 2 * HOUR) }, NOW, OVERLAP, true);
        const got = new Map<number, number>();
        let pages = 0;
        while (cursor.walk !== null) {
          const { walk } = cursor;
          const window = times.filter((time) => time >= walk.at && time <= windowEnd(cursor, walk));
          const page = window.slice(walk.page * 10, walk.page * 10 + 10);
          for (const [index, time] of page.entries()) {
            const id =
              times.indexOf(time) + window.slice(0, walk.page * 10 + index).filter((one) => one === time).length;
            got.set(id, (got.get(id) ?? 0) + 1);
          }
          const more = window.length > walk.page * 10 + 10;
          cursor = afterPage(cursor, walk, more ? 'more' : '', page.at(-1) ?? null);
          pages += 1;
        }
        expect(got.size).toBe(times.length);
        expect(pages).toBeLessThan(times.length / 10 + 60 + times.length / 50);
      }),
      { numRuns: 25 },
    );
  });

  it('takes larger steps again when windows are nearly empty', () => {
    const { cursor } = begin({ ...firstCursor(NOW, 2 * DAY), span: HOUR }, NOW, OVERLAP, true);
    expect(afterPage(cursor, walkOf(cursor), '', null).span).toBe(2 * HOUR);
    const full = { ...cursor, walk: { ...walkOf(cursor), page: MOST_PAGES - 1 } };
    expect(afterPage(full, full.walk, '', null).span).toBe(HOUR);
  });

  it('reads the last day again once a day', () => {
    const cursor: LookupCursor = { ...firstCursor(NOW, 0), watermark: NOW };
    expect(windows(cursor, NOW + DAY - MINUTE, false)[0]?.[0]).toBe(NOW - OVERLAP);
    const later = NOW + DAY + 5 * MINUTE;
    expect(windows({ ...cursor, watermark: later - MINUTE }, later, false)[0]?.[0]).toBe(later - DAY);
    expect(begin({ ...cursor, watermark: later - MINUTE }, later, OVERLAP, false).cursor.rescanned).toBe(later);
  });

  it('states what is gone after a long sleep', () => {
    const now = NOW + LOOKUP_RETENTION + 3 * DAY;
    const { walk, lost } = begin({ ...firstCursor(NOW, 0), watermark: NOW }, now, OVERLAP, false);
    expect(lost).toEqual({ from: NOW, to: now - LOOKUP_RETENTION });
    expect(walk.from).toBe(now - LOOKUP_RETENTION);
  });

  it('gives up a walk that slept too long, and states what is gone', () => {
    const asleep = begin(firstCursor(NOW, 10 * DAY), NOW, OVERLAP, true).cursor;
    const now = NOW + LOOKUP_RETENTION;
    const { walk, lost } = begin(asleep, now, OVERLAP, false);
    expect(lost).toEqual({ from: NOW - 10 * DAY, to: now - LOOKUP_RETENTION });
    expect(walk.to).toBe(now);
  });

  it('can be asked for exactly as much as is kept', () => {
    const { cursor, lost } = begin(firstCursor(NOW, LOOKUP_RETENTION), NOW, OVERLAP, true);
    expect(lost).toBeNull();
    expect(begin(cursor, NOW + HOUR, OVERLAP, false).walk).toBe(cursor.walk);
  });

  it('begins a window anew when its token has expired', () => {
    let { cursor } = begin(firstCursor(NOW, DAY), NOW, OVERLAP, true);
    cursor = afterPage(cursor, walkOf(cursor), 'token', null);
    cursor = restarted(cursor, walkOf(cursor));
    expect(walkOf(cursor)).toMatchObject({ page: 0, token: '', restarts: 1, at: NOW - DAY, read: [] });
    cursor = afterPage(cursor, walkOf(cursor), 'token', NOW - HOUR);
    cursor = restarted(cursor, walkOf(cursor));
    expect(walkOf(cursor)).toMatchObject({ read: [{ from: NOW - HOUR + SECOND, to: NOW }] });
    expect(windowEnd(cursor, walkOf(cursor))).toBe(NOW - HOUR);
  });

  it('survives being stored, and refuses what it does not know', () => {
    const { cursor } = begin(firstCursor(NOW, DAY), NOW, OVERLAP, true);
    const stored: unknown = JSON.parse(JSON.stringify(cursor));
    expect(parseLookupCursor(stored as LookupCursor)).toEqual(cursor);
    expect(() => parseLookupCursor({ v: 2 })).toThrow(/not one that this version can read/);
    expect(() => parseLookupCursor({ ...cursor, watermark: 'x' })).toThrow();
  });
});
