import type { Span } from '../settings.ts';
import type { World } from '../world.ts';
import type { CloudTrailRecord } from './record.ts';

/** Puts a record into an account's journal, with the delays that LookupEvents has at present. */
export function publish(world: World, record: CloudTrailRecord, account: string, region: string, at: number): void {
  const { lookup } = world.settings;
  const { weather } = world;
  const late = weather.chance(lookup.lateShare) ? drawn(world, lookup.lateBy) : 0;
  world.journal.add(record, {
    account,
    region,
    at: Math.floor(at / 1_000) * 1_000,
    visibleAt: at + drawn(world, lookup.delay) + late,
    copies: weather.chance(lookup.duplicateShare) ? 2 : 1,
  });
}

export function drawn(world: World, span: Span): number {
  return world.weather.between(span[0], span[1]);
}
