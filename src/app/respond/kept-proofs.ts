import type { Store } from '../../core/ports.ts';
import type { Proof } from '../../core/proof.ts';

type Settings = Pick<Store, 'settings'>;

const PROOF = 'proof:';
/** Runs whose proof waits for the log, so that a daemon sees with one small read whether there are any. */
const WAITING = 'proofs.waiting';

/** The last word about a run's containment; it replaces the one before. */
export async function keepProof(store: Settings, proof: Proof): Promise<void> {
  await store.settings.set(PROOF + proof.run, JSON.stringify(proof));
  const others = (await waitingRuns(store)).filter((run) => run !== proof.run);
  const waiting = proof.verdict === 'waiting' ? [...others, proof.run] : others;
  await store.settings.set(WAITING, JSON.stringify(waiting));
}

export async function keptProof(store: Settings, run: string): Promise<Proof | null> {
  const text = await store.settings.get(PROOF + run);
  return text === null ? null : (JSON.parse(text) as Proof);
}

/** Ids of the runs whose proof waits. */
export async function waitingRuns(store: Settings): Promise<readonly string[]> {
  return JSON.parse((await store.settings.get(WAITING)) ?? '[]') as readonly string[];
}
