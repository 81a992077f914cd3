import type { Millis } from '../../core/time.ts';
import { DAY } from '../../core/time.ts';
import type { Cell } from './cell.ts';
import { learnAction, learnPlace, learnValue, newCell } from './cell.ts';
import { joinedCell } from './joined-cell.ts';

/** Providers have thousands of actions, not more. */
const MAX_NAMES = 50_000;
/** Cells of principals (not of keys) that have been silent for this long may go. */
const PRINCIPAL_SILENCE = 400 * DAY;
/** One-off session names: seen on one day, not since. */
const PASSING_SILENCE = 14 * DAY;

/** All cells, by key: `key/<alias>` for long-lived credentials, `who/<principal>` for the rest. */
export class Memory {
  readonly #cells = new Map<string, Cell>();
  readonly #limit: number;
  readonly #actions = new Map<string, number>();

  /** @param limit number of cells from which the least used are dropped */
  constructor(limit: number) {
    this.#limit = limit;
  }

  get size(): number {
    return this.#cells.size;
  }

  /** One number for each action name, so that cells hold numbers. Names come from records: beyond a limit they share one. */
  action(name: string): number {
    const known = this.#actions.get(name);
    if (known !== undefined) return known;
    if (this.#actions.size >= MAX_NAMES) return MAX_NAMES;
    this.#actions.set(name, this.#actions.size);
    return this.#actions.size - 1;
  }

  actionNames(): readonly string[] {
    return [...this.#actions.keys()];
  }

  get(key: string): Cell | undefined {
    return this.#cells.get(key);
  }

  /** The cell, made when there is none yet. */
  cell(key: string, at: Millis): Cell {
    const known = this.#cells.get(key);
    if (known !== undefined) return known;
    const cell = newCell(key, at);
    this.#cells.set(key, cell);
    return cell;
  }

  /** A successor starts with what its predecessor was known for. */
  inherit(from: string, to: string): void {
    const source = this.#cells.get(from);
    if (source === undefined) return;
    const target = this.cell(to, source.last);
    target.first = Math.min(target.first, source.first);
    target.count += source.count;
    target.days += source.days;
    target.gaps = source.gaps.concat(target.gaps).slice(-16);
    target.hourPeak = Math.max(target.hourPeak, source.hourPeak);
    target.secretNorm = Math.max(target.secretNorm, source.secretNorm, source.secretPeak);
    target.secretDays += source.secretDays;
    for (const [name, habit] of Object.entries(source.habits)) target.habits[name] ??= { ...habit };
    for (const action of source.actions) learnAction(target, action);
    for (const place of source.places ?? []) learnPlace(target, place);
    for (const name of ['networks', 'tools', 'countries'] as const) {
      for (const seen of source[name]) if (!seen.suspect) learnValue(target[name], seen);
    }
  }

  /** Two cells turned out to be of one credential. What is held suspect in either stays so. */
  join(from: string, into: string): void {
    const source = this.#cells.get(from);
    if (source === undefined) return;
    this.#cells.delete(from);
    const target = this.#cells.get(into);
    this.#cells.set(into, target === undefined ? { ...source, key: into } : joinedCell(source, target));
  }

  /** Drops what is not worth its memory: passing session names, then the longest silent principals. */
  sweep(now: Millis): void {
    const gone: string[] = [];
    for (const [key, cell] of this.#cells) {
      if (key.startsWith('key/')) continue;
      const silence = now - cell.last;
      if (silence > PRINCIPAL_SILENCE || (cell.days <= 1 && cell.count < 100 && silence > PASSING_SILENCE))
        gone.push(key);
    }
    const excess = this.#cells.size - gone.length - this.#limit;
    if (excess > 0) {
      const leaving = new Set(gone);
      const byAge = [...this.#cells.values()].filter((cell) => !leaving.has(cell.key)).sort((a, b) => a.last - b.last);
      for (const cell of byAge.slice(0, excess)) gone.push(cell.key);
    }
    for (const key of gone) this.#cells.delete(key);
  }

  cells(): Iterable<Cell> {
    return this.#cells.values();
  }

  put(cell: Cell): void {
    this.#cells.set(cell.key, cell);
  }
}
