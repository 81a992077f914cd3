import type { HourCounts } from './pack.ts';

/** Adds up counts that come in any order, and more than once for the same hour and number. */
export class Tally {
  readonly #hours = new Map<number, Map<number, number>>();

  add(hour: number, id: number, n: number): void {
    const known = this.#hours.get(hour);
    if (known === undefined) this.#hours.set(hour, new Map([[id, n]]));
    else known.set(id, (known.get(id) ?? 0) + n);
  }

  sorted(): readonly HourCounts[] {
    return [...this.#hours]
      .toSorted((a, b) => a[0] - b[0])
      .map(([hour, byId]) => {
        const entries = [...byId].toSorted((a, b) => a[0] - b[0]);
        return { hour, ids: entries.map(([id]) => id), counts: entries.map(([, n]) => n) };
      });
  }
}
