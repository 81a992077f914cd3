import { AwsFault } from '../fault.ts';
import type { Scene } from '../operation.ts';

/** Requests a second that LookupEvents accepts per account and region; not raisable (CloudTrail quotas). */
const RATE = 2;

/** Throws ThrottlingException (400) when two requests were already accepted within the last second. */
export function takeLookup(scene: Scene): void {
  const { world, now } = scene;
  if (!world.settings.lookup.throttle) return;
  const place = `${scene.account.id}/${scene.region}`;
  const taken = (world.lookups.get(place) ?? []).filter((at) => at > now - 1_000);
  if (taken.length >= RATE) throw new AwsFault('ThrottlingException', 'Rate exceeded');
  world.lookups.set(place, [...taken, now]);
}
