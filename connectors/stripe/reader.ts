import type { ConnectorContext, ConnectorReader, Source } from '../../src/core/connector.ts';
import type { Access } from './access.ts';
import { accessOf } from './access.ts';
import { checkStripe } from './check.ts';
import type { StripeConfig } from './config.ts';
import { inventoryOf } from './inventory.ts';
import { activitySource } from './sources/activity-source.ts';
import { EVENT_DESTINATIONS, WEBHOOK_ENDPOINTS } from './sources/endpoint-lists.ts';
import { endpointSource } from './sources/endpoint-source.ts';
import { eventSource } from './sources/event-source.ts';

/** Opens the connector for reading. Nothing is asked before the first poll. */
export function openStripe(config: StripeConfig, context: ConnectorContext): ConnectorReader {
  const access = accessOf(config, context);
  return {
    sources: access.flatMap((one) => sourcesOf(config, one, context)),
    inventory: () => inventoryOf(access, config.sources.webhookEndpoints.enabled),
    // Our own requests read, and reads leave no event: there is nothing of ours to be told apart.
    identities: () => Promise.resolve({ aliases: [], actors: [] }),
    check: () => checkStripe(config, access, context.secret),
    close: () => Promise.resolve(),
  };
}

function sourcesOf(config: StripeConfig, { account, api }: Access, context: ConnectorContext): readonly Source[] {
  const { activityLogs, eventDestinations, events, webhookEndpoints } = config.sources;
  const common = { account: account.id, mode: account.mode, api };
  const sources: Source[] = [];
  if (events.enabled) {
    for (const connected of ['', ...account.connected]) {
      sources.push(eventSource({ ...common, connected, overlap: events.overlap, callers: config.callers }));
    }
  }
  if (webhookEndpoints.enabled) sources.push(endpointSource({ ...common, list: WEBHOOK_ENDPOINTS }));
  if (eventDestinations.enabled) sources.push(endpointSource({ ...common, list: EVENT_DESTINATIONS }));
  if (activityLogs.enabled)
    sources.push(activitySource({ ...common, version: activityLogs.version, log: context.log }));
  return sources;
}
