import type { Store } from '../../core/ports.ts';
import { NOBODY, type SelfIdentity } from '../../detect/own-calls.ts';

const KEY = 'self';

/** Kept, so that a command without access to the providers still knows the monitor's own calls. */
export async function rememberSelf(store: Store, self: SelfIdentity): Promise<void> {
  await store.settings.set(KEY, JSON.stringify(self));
}

/** Who we were when the providers were asked last; nobody where they never were. */
export async function knownSelf(store: Store): Promise<SelfIdentity> {
  const text = await store.settings.get(KEY);
  // Written by `rememberSelf` alone.
  const self = text === null ? NOBODY : (JSON.parse(text) as SelfIdentity);
  return { ...self, runs: (await store.journal.runs({})).map(({ id }) => id) };
}
