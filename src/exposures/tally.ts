/** One value with how often it occurred. */
export interface Tally {
  readonly value: string;
  readonly count: number;
}

/** Counts values, the most frequent first; equal counts by name, so that the order is stable. Empty values are left out. */
export function tally(values: readonly string[]): readonly Tally[] {
  const counts = new Map<string, number>();
  for (const value of values) if (value !== '') counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((left, right) => right.count - left.count || (left.value < right.value ? -1 : 1));
}

/** `a (3), b (1) and 4 more` */
export function tallyText(tallies: readonly Tally[], most = 5): string {
  const shown = tallies.slice(0, most).map(({ value, count }) => `${value} (${String(count)})`);
  const more = tallies.length - shown.length;
  return more > 0 ? `${shown.join(', ')} and ${String(more)} more` : shown.join(', ');
}
