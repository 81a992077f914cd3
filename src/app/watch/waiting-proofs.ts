import type { Store } from '../../core/ports.ts';
import type { Proof } from '../../core/proof.ts';
import type { Millis } from '../../core/time.ts';
import { rereadLog } from '../../respond/proof-log.ts';
import { keepProof, keptProof, waitingRuns } from '../respond/kept-proofs.ts';
import { noteProof } from '../respond/note-outcome.ts';
import type { Log } from '../setup/connector-context.ts';
import { watchedSources } from './known-sources.ts';

type Reading = Pick<Store, 'settings' | 'events' | 'credentials' | 'incidents' | 'alerts'>;

/**
 * Reads the log again for runs whose proof waited for it, and tells once how it came out: containment is proven,
 * or somebody has used what should be dead. The daemon reads the log anyway, and needs nothing to act with.
 * @param silence how long the log must be silent
 */
export async function settleProofs(store: Reading, silence: Millis, now: Millis, log: Log): Promise<void> {
  for (const run of await waitingRuns(store)) {
    const waiting = await keptProof(store, run);
    if (waiting?.verdict !== 'waiting') continue;
    const proof = await rereadLog(waiting, {
      events: store.events,
      sources: await watchedSources(store),
      credentials: await familyOf(waiting, store),
      silence,
      now,
    });
    if (proof === null) continue;
    // First what people are told, then that they were: a crash in between tells it again under the same id.
    await noteProof(proof, store, now);
    await keepProof(store, proof);
    const fields = { run, incident: proof.incident, verdict: proof.verdict, statement: proof.statement };
    if (proof.verdict === 'proven') log('info', 'Containment is proven', fields);
    else log('warn', 'Containment has failed', { ...fields, next: `keywatch respond resume ${run}` });
  }
}

async function familyOf({ silence }: Proof, store: Reading): Promise<readonly string[]> {
  const found = new Set(silence.credentials);
  for (const alias of silence.credentials)
    for (const { id } of (await store.credentials.descendants(alias)).credentials) found.add(id);
  return [...found];
}
