import { AwsCloud } from '../../src/simulate/aws/cloud.ts';
import { ManualClock } from '../../src/simulate/clock.ts';
import type { JsonObject } from '../../src/simulate/json.ts';
import { leakedKey } from '../../src/simulate/stories/leaked-key.ts';
import { playStory } from '../../src/simulate/stories/player.ts';

/** Every record that the story of the leaked key leaves in the audit log, the attack included. */
export function leakedKeyRecords(): readonly JsonObject[] {
  const clock = new ManualClock('2026-11-01T03:12:00Z');
  const cloud = new AwsCloud({ clock, seed: 'records', timing: 'prompt' });
  playStory(cloud, clock, leakedKey, { until: '40m' });
  return cloud.journal.records();
}
