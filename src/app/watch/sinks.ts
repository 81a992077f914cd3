import type { AlertConfig } from '../../alert/policy.ts';
import { DEFAULT_ALERT_CONFIG } from '../../alert/policy.ts';
import { createConsoleSink } from '../../alert/sinks/console.ts';
import { createSlackSink } from '../../alert/sinks/slack.ts';
import { createWebhookSink } from '../../alert/sinks/webhook.ts';
import type { Config, SinkConfig } from '../../config/config.ts';
import type { ConnectorContext } from '../../core/connector.ts';
import type { AlertSink } from '../../core/sink.ts';
import type { System } from '../../core/system.ts';
import type { Clock, Millis } from '../../core/time.ts';

export interface SinkSurroundings {
  readonly fetch: System['fetch'];
  readonly write: (text: string) => void;
  readonly width: number;
  readonly color: boolean;
  readonly clock: Clock;
  readonly secret: ConnectorContext['secret'];
}

/** The sinks that the configuration names. @throws AppError kind `config` where a reference leads nowhere */
export async function openSinks(config: Config, around: SinkSurroundings): Promise<readonly AlertSink[]> {
  return Promise.all(config.alerts.sinks.map((sink) => openSink(sink, config.alerts.timeout, around)));
}

async function openSink(sink: SinkConfig, timeout: Millis, around: SinkSurroundings): Promise<AlertSink> {
  const { clock } = around;
  switch (sink.kind) {
    case 'console':
      return createConsoleSink({ id: sink.id, write: around.write, width: around.width, color: around.color });
    case 'slack':
      return createSlackSink({
        id: sink.id,
        url: await around.secret(sink.url.reference),
        fetch: around.fetch,
        clock,
        timeout,
      });
    case 'webhook': {
      const signing =
        sink.signingSecret === null ? {} : { signingSecret: await around.secret(sink.signingSecret.reference) };
      return createWebhookSink({
        id: sink.id,
        url: await around.secret(sink.url.reference),
        fetch: around.fetch,
        clock,
        timeout,
        ...signing,
      });
    }
  }
}

/** The alert policy as the configuration says it. */
export function alertPolicy({ alerts }: Config): AlertConfig {
  return {
    ...DEFAULT_ALERT_CONFIG,
    groupWait: alerts.groupWait,
    groupInterval: alerts.groupInterval,
    repeatInterval: alerts.repeatInterval,
    digestWait: alerts.digestWait,
    timeout: alerts.timeout,
    silences: alerts.silences,
    sinks: Object.fromEntries(
      alerts.sinks.map(({ id, minSeverity, pages, digests }) => [id, { minSeverity, pages, digests }]),
    ),
  };
}
