import type { Intake } from '../collect/intake.ts';
import { type Receiver, type ReceiverEndpoint, startReceiver } from '../collect/receiver.ts';
import type { Config } from '../config/config.ts';
import type { EventBatch } from '../core/batch.ts';
import type { Connector, ConnectorContext, Delivery } from '../core/connector.ts';
import { AppError } from '../core/errors.ts';

export interface WebhookParts {
  readonly config: Config;
  readonly connectors: Readonly<Record<string, Connector>>;
  readonly context: ConnectorContext;
  readonly intake: Intake;
  readonly decode: (source: string, delivery: Delivery) => Promise<EventBatch>;
  readonly isStored: (place: string) => Promise<boolean>;
  readonly onStored: () => void;
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
    const secrets: ReceiverEndpoint['secrets'][number][] = [];
    for (const ref of webhook.secrets(settings)) secrets.push({ ref, secret: await context.secret(ref.reference) });
    if (secrets.length > 0) endpoints.push({ source: `${id}.webhook`, webhook, config: settings, secrets });
  }
  return endpoints;
}
