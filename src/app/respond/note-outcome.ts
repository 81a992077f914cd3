import type { Store } from '../../core/ports.ts';
import type { Proof } from '../../core/proof.ts';
import type { Millis } from '../../core/time.ts';
import type { Outcome } from '../../respond/carry-out.ts';
import { statusAfter } from '../../respond/proof.ts';
import { keepProof } from './kept-proofs.ts';

/**
 * Containment and proof change the incident's status, and whoever heard of the incident hears
 * of that: the daemon delivers what is put into the outbox here. Closing, and whatever was
 * closed, stays with people.
 */
export async function noteOutcome(
  incident: string,
  { report, proof }: Outcome,
  store: Pick<Store, 'incidents' | 'alerts' | 'settings'>,
  at: Millis,
): Promise<void> {
  if (proof !== null) await keepProof(store, proof);
  const status = statusAfter(report, proof);
  if (status === null) return;
  const text = `Run ${report.run.id}: ${proof?.statement ?? report.run.state}`;
  const note = { at, author: 'keywatch', text };
  const isClosed = (await store.incidents.get(incident))?.status === 'closed';
  const { id } = await store.incidents.update(incident, { ...(isClosed ? {} : { status }), note, at });
  if (isClosed) return;
  // Also when the status was so already: the process may have died between the two writes.
  await store.alerts.enqueue([{ id: `${id}/status/${status}`, incident: id, reason: 'status-changed', at }]);
}

/** What the log told about a proof that had waited for it. Use of what should be dead opens the incident again. */
export async function noteProof(
  { incident, run, statement, verdict }: Proof,
  store: Pick<Store, 'incidents' | 'alerts'>,
  at: Millis,
): Promise<void> {
  const known = await store.incidents.get(incident);
  if (known === null) return;
  const isClosed = known.status === 'closed';
  const status = verdict === 'proven' ? 'verified' : 'open';
  const note = { at, author: 'keywatch', text: `Run ${run}: ${statement}` };
  const { id } = await store.incidents.update(incident, { ...(isClosed ? {} : { status }), note, at });
  if (isClosed && verdict === 'proven') return;
  await store.alerts.enqueue([{ id: `${id}/proof/${run}/${verdict}`, incident: id, reason: 'status-changed', at }]);
}
