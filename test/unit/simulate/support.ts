import { AwsCloud } from '../../../src/simulate/aws/cloud.ts';
import type { SimulatedAwsOptions } from '../../../src/simulate/aws/server.ts';
import { ManualClock } from '../../../src/simulate/clock.ts';

export const START = '2026-11-23T12:00:00Z';

/** A cloud without a server, without delays unless asked for them. */
export function makeCloud(options: Partial<SimulatedAwsOptions> = {}): { cloud: AwsCloud; clock: ManualClock } {
  const clock = new ManualClock(START);
  return { clock, cloud: new AwsCloud({ clock, seed: 'unit', timing: 'prompt', ...options }) };
}
