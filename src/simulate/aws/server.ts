import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { SimClock } from '../clock.ts';
import { listenOnLoopback, readBody } from '../loopback.ts';
import { AwsCloud } from './cloud.ts';
import type { SettingsChange } from './settings.ts';
import { answer } from './wire/answer.ts';

export interface SimulatedAwsOptions {
  /** The only time there is. */
  readonly clock: SimClock;
  /** Same seed, same ids, secrets, delays and order of delivery. */
  readonly seed: string;
  /** 12 digits; 111122223333 when absent. */
  readonly account?: string;
  /** Start from realistic delays (the default) or from none at all. */
  readonly timing?: 'real' | 'prompt';
  readonly settings?: SettingsChange;
}

export interface SimulatedAws {
  /** Give it to any AWS SDK client as `endpoint`; S3 also needs `forcePathStyle`. */
  readonly url: string;
  readonly account: string;
  /** In-process control of the same cloud. */
  readonly cloud: AwsCloud;
  close(): Promise<void>;
}

/**
 * A loopback AWS that SDK clients talk to. The service and region are those the request was signed for, so one address
 * serves all. Headers `x-simulated-source-ip` and `x-simulated-user-agent` say where a request pretends to come from.
 */
export async function startSimulatedAws(options: SimulatedAwsOptions): Promise<SimulatedAws> {
  const cloud = new AwsCloud(options);
  const server = createServer((request, response) => {
    serve(cloud, request, response).catch((error: unknown) => response.destroy(asError(error)));
  });
  server.keepAliveTimeout = 0;
  const loopback = await listenOnLoopback(server);
  cloud.world.url = loopback.url;
  return { url: loopback.url, account: cloud.account, cloud, close: loopback.close };
}

async function serve(cloud: AwsCloud, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await readBody(request);
  await answer(cloud.world, request, body, response);
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
