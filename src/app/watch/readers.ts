import type { Config } from '../../config/config.ts';
import type { ConnectorContext, ConnectorReader } from '../../core/connector.ts';
import type { Surroundings } from '../surroundings.ts';

/** An opened connector, for reading only. */
export interface OpenReader {
  readonly connector: string;
  readonly reader: ConnectorReader;
}

/**
 * Opens every connector that the configuration names. A connector that fails to open does not
 * keep the others from watching: it is reported.
 */
export async function openReaders(
  config: Pick<Config, 'connectors'>,
  around: Surroundings,
  context: ConnectorContext,
  onFailure: (connector: string, error: unknown) => void,
): Promise<readonly OpenReader[]> {
  const opened: OpenReader[] = [];
  for (const [id, settings] of Object.entries(config.connectors)) {
    const connector = around.connectors[id];
    if (connector?.open === undefined) continue;
    try {
      opened.push({ connector: id, reader: await connector.open(settings, context) });
    } catch (error) {
      onFailure(id, error);
    }
  }
  return opened;
}

export async function closeReaders(readers: readonly OpenReader[]): Promise<void> {
  await Promise.all(readers.map(({ reader }) => reader.close()));
}
