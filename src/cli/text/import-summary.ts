import type { ImportSummary } from '../../app/scan.ts';
import { isoTime } from '../../core/time.ts';
import { count } from '../../report/lines.ts';
import { clean } from '../../report/paint.ts';

/** Failed places named one by one; beyond, their number. */
const NAMED = 10;

/** Accounts for every record: read = new + duplicate + skipped + unparsed. */
export function importSummaryText({ files, counts, failed, firstEvent, lastEvent }: ImportSummary): string {
  const skipped = total(counts.skipped);
  const unparsed = total(counts.unparsed);
  const span = firstEvent === null || lastEvent === null ? '' : `, ${isoTime(firstEvent)} to ${isoTime(lastEvent)}`;
  const lines = [
    `${count(counts.read, 'record')} read from ${count(files, 'file')}${span}`,
    `  ${counts.fresh} new, ${counts.duplicate} seen before, ${skipped} skipped, ${unparsed} unparsed`,
    ...reasons('skipped', counts.skipped),
    ...reasons('unparsed', counts.unparsed),
    ...(unparsed > 0 ? ['    where, and how they begin: `keywatch unparsed`'] : []),
  ];
  if (counts.read === 0 && failed.length === 0) {
    lines.push('  nothing to read there: files ending in .json, .jsonl, .ndjson, .log or .gz are looked for');
  }
  if (failed.length > 0) {
    lines.push(`  ${count(failed.length, 'place')} could not be read:`);
    for (const { place, reason } of failed.slice(0, NAMED)) lines.push(`    ${clean(place)}: ${clean(reason)}`);
    if (failed.length > NAMED) lines.push(`    and ${failed.length - NAMED} more`);
  }
  return `${lines.join('\n')}\n`;
}

function reasons(word: string, counts: ReadonlyMap<string, number>): readonly string[] {
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .slice(0, NAMED)
    .map(([reason, times]) => `    ${word}: ${times} x ${clean(reason)}`);
}

function total(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((sum, times) => sum + times, 0);
}
