import { DAY } from '../../core/time.ts';
import type { Cell, Habit, Seen } from './cell.ts';
import { learnAction, learnValue } from './cell.ts';
import type { Routes } from './routes.ts';

const MAX_GAPS = 16;

/**
 * What two cells remember, as one cell with the key of `into`. Days on which both were in use cannot be
 * told from others and count once each, up to the days that lie between first and last use.
 */
export function joinedCell(from: Cell, into: Cell): Cell {
  const first = Math.min(from.first, into.first);
  const last = Math.max(from.last, into.last);
  const [later, earlier] = from.hour > into.hour ? [from, into] : [into, from];
  const hourCount = later.hourCount + (later.hour === earlier.hour ? earlier.hourCount : 0);
  const lastDay = Math.max(from.lastDay, into.lastDay);
  const span = lastDay < 0 ? 0 : lastDay - Math.floor(first / DAY) + 1;
  const joined: Cell = {
    ...into,
    first,
    last,
    count: from.count + into.count,
    days: Math.max(from.days, into.days, Math.min(from.days + into.days, span)),
    lastDay,
    ...earliestDay(from, into),
    networks: joinedValues(from.networks, into.networks),
    tools: joinedValues(from.tools, into.tools),
    countries: joinedValues(from.countries, into.countries),
    actions: [...into.actions],
    gaps: [...from.gaps, ...into.gaps].slice(-MAX_GAPS),
    hour: later.hour,
    hourCount,
    hourPeak: Math.max(from.hourPeak, into.hourPeak, hourCount),
    secretNorm: Math.max(from.secretNorm, into.secretNorm),
    secretPeak: Math.max(from.secretPeak, into.secretPeak),
    secretDays: Math.max(from.secretDays, into.secretDays),
    lastSecretDay: Math.max(from.lastSecretDay, into.lastSecretDay),
    habits: joinedRecords(from.habits, into.habits, moreDays),
  };
  const places = new Set([...(from.places ?? []), ...(into.places ?? [])]);
  if (places.size > 0) joined.places = [...places];
  for (const action of from.actions) learnAction(joined, action);
  if (from.flows !== undefined || into.flows !== undefined)
    joined.flows = joinedRecords(from.flows ?? {}, into.flows ?? {}, longerKnown);
  if (from.sizes !== undefined || into.sizes !== undefined)
    joined.sizes = joinedRecords(from.sizes ?? {}, into.sizes ?? {}, longerKnown);
  const routes = joinedRoutes(from.routes, into.routes);
  if (routes !== undefined) joined.routes = routes;
  return joined;
}

/** Suspect in one of them is suspect. */
function joinedValues(from: readonly Seen[], into: readonly Seen[]): Seen[] {
  const values = into.map((seen) => ({ ...seen }));
  for (const seen of from) {
    const kept = learnValue(values, seen);
    kept.suspect ||= seen.suspect;
  }
  return values;
}

function joinedRecords<T>(
  from: Readonly<Record<string, T>>,
  into: Readonly<Record<string, T>>,
  join: (a: T, b: T) => T,
): Record<string, T> {
  const joined: Record<string, T> = { ...into };
  for (const [name, value] of Object.entries(from)) {
    const known = joined[name];
    joined[name] = known === undefined ? value : join(value, known);
  }
  return joined;
}

function earliestDay(a: { firstDay?: number }, b: { firstDay?: number }): { firstDay?: number } {
  const days = [a.firstDay, b.firstDay].filter((day) => day !== undefined);
  return days.length === 0 ? {} : { firstDay: Math.min(...days) };
}

function moreDays(a: Habit, b: Habit): Habit {
  return { days: Math.max(a.days, b.days), lastDay: Math.max(a.lastDay, b.lastDay), ...earliestDay(a, b) };
}

function longerKnown<T extends { readonly days: number }>(a: T, b: T): T {
  return a.days > b.days ? a : b;
}

function joinedRoutes(from: Routes | undefined, into: Routes | undefined): Routes | undefined {
  if (from === undefined || into === undefined) return from ?? into;
  return {
    changed: [...from.changed, ...into.changed].sort((a, b) => a.at - b.at),
    used: [...new Set([...from.used, ...into.used])],
    sent: [...(from.sent ?? []), ...(into.sent ?? [])].sort((a, b) => a.at - b.at),
  };
}
