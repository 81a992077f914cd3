import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { EventBatch } from '../core/batch.ts';
import type { Delivery, RequestHeaders, WebhookDeclaration } from '../core/connector.ts';
import { AppError, messageOf } from '../core/errors.ts';
import type { Secret } from '../core/secret.ts';
import type { SecretRef } from '../core/secret-ref.ts';
import type { Clock, Millis } from '../core/time.ts';
import { SECOND } from '../core/time.ts';
import type { Intake } from './intake.ts';
import { readLimited } from './receiver-body.ts';

/** A secret that deliveries are signed with, and what the configuration calls it. */
export interface SigningSecret {
  readonly ref: SecretRef;
  readonly secret: Secret;
}

/** One provider's deliveries. */
export interface ReceiverEndpoint {
  /** Source id in the evidence: `acme.webhook`. */
  readonly source: string;
  readonly webhook: WebhookDeclaration;
  /** Of the connector, as its schema made it. */
  readonly config: unknown;
  /** Asked for at each delivery, since they change: two are good while one is being changed. */
  secrets(): Promise<readonly SigningSecret[]>;
}

export interface ReceiverOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly endpoints: readonly ReceiverEndpoint[];
  readonly intake: Pick<Intake, 'commit'>;
  decode(source: string, delivery: Delivery): Promise<EventBatch>;
  /** Whether a delivery from this place was stored before. */
  isStored(place: string): Promise<boolean>;
  /**
   * Told after a commit with something new in it, so that it is judged soon. Must not throw.
   * @param announced sources that have more to say about it
   */
  readonly onStored: (announced: readonly string[]) => void;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: (level: 'debug' | 'info' | 'warn', message: string, fields?: Readonly<Record<string, unknown>>) => void;
}

export interface Receiver {
  readonly url: string;
  /** Takes nothing new; what is being stored is stored. */
  close(): Promise<void>;
}

/** Providers send up to 25 MB. */
const MOST_BYTES = 26 * 1024 * 1024;
/** They give up after ten seconds. */
const LONGEST_REQUEST: Millis = 15 * SECOND;

/**
 * Takes deliveries: signature first, then stored, then answered with 2xx. A delivery that comes again is known by
 * its place, days later too, and changes nothing; one that could not be stored is answered 503, so that it is sent again.
 * @throws AppError when the address cannot be listened on
 */
export async function startReceiver(options: ReceiverOptions): Promise<Receiver> {
  const server = createServer(
    { requestTimeout: LONGEST_REQUEST, headersTimeout: LONGEST_REQUEST },
    (request, response) => {
      answer(options, request).then(
        (status) => end(response, status),
        (error: unknown) => {
          options.log('warn', 'A delivery could not be taken', { error: messageOf(error) });
          end(response, 503);
        },
      );
    },
  );
  const port = await listen(server, options);
  const host = options.host.includes(':') ? `[${options.host}]` : options.host;
  return { url: `http://${host}:${port}`, close: () => close(server) };
}

/** @returns the HTTP status; nothing is said to a stranger beyond it */
async function answer(options: ReceiverOptions, request: IncomingMessage): Promise<number> {
  const path = (request.url ?? '').split('?')[0];
  const endpoint = options.endpoints.find(({ webhook }) => webhook.path === path);
  if (endpoint === undefined) return 404;
  if (request.method !== 'POST') return 405;
  const { config, webhook } = endpoint;
  const body = await readLimited(request, webhook.mostBytes ?? MOST_BYTES);
  if (body === null) return 413;
  const headers = headersOf(request);
  const received = options.clock.now();
  const signer = (await endpoint.secrets()).find(({ secret }) => webhook.verify(headers, body, secret, received));
  if (signer === undefined) {
    options.log('warn', 'A delivery with a wrong signature was refused', { source: endpoint.source });
    return 401;
  }
  const delivery = webhook.delivery(headers, body, { received, config, signedWith: signer.ref });
  if ('skip' in delivery) {
    options.log('debug', 'A delivery was left out', { source: endpoint.source, reason: delivery.skip });
    return 202;
  }
  if (await options.isStored(delivery.place)) {
    options.log('debug', 'A delivery came again', { source: endpoint.source });
    return 202;
  }
  const { fresh } = await options.intake.commit(await options.decode(endpoint.source, delivery));
  if (fresh.includes(1)) options.onStored(delivery.announces ?? []);
  return 202;
}

function headersOf({ headers }: IncomingMessage): RequestHeaders {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]),
  );
}

function end(response: ServerResponse, status: number): void {
  // A body that was not read to its end must not be taken for the next request.
  const rest = status === 413 || status === 404 || status === 405 ? { connection: 'close' } : {};
  response.writeHead(status, { 'content-length': '0', ...rest }).end();
}

function listen(server: Server, { host, port }: ReceiverOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      reject(
        new AppError(`cannot listen on ${host}:${port}: ${messageOf(error)}`, {
          code: 'RECEIVER_LISTEN',
          kind: 'config',
          hint: 'Choose another address under receiver, or stop what listens there.',
        }),
      );
    });
    server.listen(port, host, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
}
