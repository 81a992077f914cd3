import { BatchBuilder } from '../../collect/batch-builder.ts';
import type { InventoryItem } from '../../core/credential.ts';
import type { Store } from '../../core/ports.ts';
import type { Millis } from '../../core/time.ts';
import { LAST_USED } from '../keys/use.ts';
import type { Detection } from './detection.ts';
import type { OpenReader } from './readers.ts';

/**
 * Reads a provider's own list of credentials: states and ages become known to the detectors,
 * and each advance of a last-used stamp is kept as a coarse usage event. For many plans and for
 * data-plane use it is the only trace there is.
 * @param keep asked at every page: long lists take longer than a lease lasts
 * @returns how many credentials were listed
 */
export async function refreshInventory(
  { connector, reader }: OpenReader,
  store: Store,
  detection: Detection,
  now: Millis,
  keep: () => Promise<void> = () => Promise.resolve(),
): Promise<number> {
  if (reader.inventory === undefined) return 0;
  let count = 0;
  for await (const items of reader.inventory()) {
    count += items.length;
    await keep();
    const advanced = await store.credentials.saveInventory(items, connector, now);
    detection.engine.noteInventory(items, now);
    const builder = new BatchBuilder();
    for (const { item } of advanced) addStamp(builder, connector, item);
    if (builder.size > 0) {
      const place = `inventory://${connector}/${items[0]?.account ?? ''}@${now}`;
      await detection.commit(builder.finish({ source: `${connector}.inventory`, place, sha256: '', bytes: 0 }, null));
    }
  }
  await detection.flush();
  return count;
}

function addStamp(builder: BatchBuilder, provider: string, item: InventoryItem): void {
  if (item.lastUsed === null) return;
  const identifier = item.alias.slice(provider.length + 1);
  builder.add(
    {
      time: item.lastUsed,
      nativeId: `last-used:${item.alias}:${item.lastUsed}`,
      provider,
      account: item.account,
      region: '',
      actorKind: 'user',
      actor: item.actor,
      session: '',
      credential: identifier,
      credentialKind: item.kind,
      address: '',
      agent: '',
      via: '',
      service: '',
      action: LAST_USED,
      verb: 'unknown',
      traits: ['usage-stamp'],
      outcome: 'success',
      errorCode: '',
      targets: item.lastUsedDetail === '' ? [] : [item.lastUsedDetail],
      minted: [],
    },
    [],
    builder.size,
    () => '',
  );
}
