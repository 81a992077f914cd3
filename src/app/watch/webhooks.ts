import type { Intake } from '../../collect/intake.ts';
import { type Receiver, type ReceiverEndpoint, type SigningSecret, startReceiver } from '../../collect/receiver.ts';
import type { Config } from '../../config/config.ts';
import type { EventBatch } from '../../core/batch.ts';
import type { Connector, ConnectorContext, Delivery } from '../../core/connector.ts';
import { AppError, messageOf } from '../../core/errors.ts';
import type { SecretRef } from '../../core/secret-ref.ts';
import type { Millis } from '../../core/time.ts';
import { MINUTE } from '../../core/time.ts';

/** Strangers can ask as often as they like; the places that secrets come from are not to feel it. */
const SECRETS_KEPT: Millis = MINUTE;

export interface WebhookParts {
  readonly config: Config;
  readonly connectors: Readonly<Record<string, Connector>>;
  readonly context: ConnectorContext;
  readonly intake: Intake;
  readonly decode: (source: string, delivery: Delivery) => Promise<EventBatch>;
  readonly isStored: (place: string) => Promise<boolean>;
  readonly onStored: (announced: readonly string[]) => void;
}

/**
 * Opens the receiver that the configuration asks for.
 * @returns null when it asks for none
 * @throws AppError when it does and no connector has a secret for it
 */
export async function openReceiver(parts: WebhookParts): Promise<Receiver | null> {
  const { config, context, intake, onStored } = parts;
  const { receiver } = config;
  if (receiver?.enabled !== true) return null;
  const endpoints = await endpointsOf(parts);
  if (endpoints.length === 0) {
    throw new AppError('A receiver is configured, and no connector with a webhook secret', {
      code: 'RECEIVER_IDLE',
      kind: 'config',
      hint: 'Give a connector its webhook secret, or set receiver.enabled to false.',
    });
  }
  return startReceiver({
    host: receiver.host,
    port: receiver.port,
    endpoints,
    intake,
    onStored,
    decode: parts.decode,
    isStored: parts.isStored,
    clock: context.clock,
    log: context.log,
  });
}

async function endpointsOf({ config, connectors, context }: WebhookParts): Promise<readonly ReceiverEndpoint[]> {
  const endpoints: ReceiverEndpoint[] = [];
  for (const [id, settings] of Object.entries(config.connectors)) {
    const webhook = connectors[id]?.webhook;
    if (webhook === undefined) continue;
    const refs = webhook.secrets(settings);
    if (refs.length === 0) continue;
    endpoints.push({ source: `${id}.webhook`, webhook, config: settings, secrets: await keepSecrets(refs, context) });
  }
  return endpoints;
}

/** The secrets now; one that was rolled is taken up, and the one before refused, without a restart. @throws AppError */
async function keepSecrets(
  refs: readonly SecretRef[],
  { clock, log, secret }: ConnectorContext,
): Promise<() => Promise<readonly SigningSecret[]>> {
  const read = (): Promise<readonly SigningSecret[]> =>
    Promise.all(refs.map(async (ref) => ({ ref, secret: await secret(ref.reference) })));
  let kept = await read();
  let since = clock.now();
  return async () => {
    if (clock.now() - since < SECRETS_KEPT) return kept;
    since = clock.now();
    try {
      kept = await read();
    } catch (error) {
      log('warn', 'The secrets of deliveries could not be read again; those of before stay good', {
        error: messageOf(error),
      });
    }
    return kept;
  };
}
