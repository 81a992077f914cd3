import type { Credential } from '../../src/simulate/aws/model.ts';
import { type SimulatedAws, type SimulatedAwsOptions, startSimulatedAws } from '../../src/simulate/aws/server.ts';
import { ManualClock } from '../../src/simulate/clock.ts';

export const START = '2026-11-23T12:00:00Z';

export interface Stage {
  readonly aws: SimulatedAws;
  readonly clock: ManualClock;
}

/** A simulator without delays, unless asked for them, at a fixed time. */
export async function startStage(options: Partial<SimulatedAwsOptions> = {}): Promise<Stage> {
  const clock = new ManualClock(START);
  const aws = await startSimulatedAws({ clock, seed: 'test', timing: 'prompt', ...options });
  return { aws, clock };
}

export interface ClientConfig {
  endpoint: string;
  region: string;
  maxAttempts: number;
  credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
}

/** What any real SDK client needs to talk to the simulator with this key. */
export function clientConfig(aws: SimulatedAws, key: Credential, region: string = 'us-east-1'): ClientConfig {
  const token = key.kind === 'long-term' ? {} : { sessionToken: key.token };
  return {
    endpoint: aws.url,
    region,
    maxAttempts: 1,
    credentials: { accessKeyId: key.id, secretAccessKey: key.secret, ...token },
  };
}
