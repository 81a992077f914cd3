import type { EventStore } from '../core/ports.ts';
import type { Proof, ProofVerdict } from '../core/proof.ts';
import type { Millis } from '../core/time.ts';
import type { WatchedSource } from './proof.ts';
import { statementOf } from './proof-statement.ts';
import { observedThrough, silenceOf, silentUntil, unseenBy } from './silence.ts';

export interface LogDeps {
  readonly events: Pick<EventStore, 'search'>;
  readonly sources: readonly WatchedSource[];
  /** The contained credentials and everything that has come out of them, as aliases. */
  readonly credentials: readonly string[];
  /** How long the log must be silent; the least that says anything when absent. */
  readonly silence?: Millis;
  readonly now: Millis;
}

/**
 * A proof that waited for the log, after reading the log alone: needs nothing that can act on a provider.
 * @returns null while the log has not been read far enough, or the provider has to be asked again
 */
export async function rereadLog(proof: Proof, deps: LogDeps): Promise<Proof | null> {
  const { containedAt } = proof;
  const providers = new Set(deps.credentials.map((alias) => alias.slice(0, alias.indexOf(':'))));
  const sources = deps.sources.filter(({ provider }) => providers.has(provider));
  const observed = observedThrough(sources, containedAt);
  const silence = await silenceOf(deps.events, deps.credentials, containedAt, proof.silence.from, observed);
  const isInPlace = proof.provider.every(({ result }) => result === 'verified');
  const longEnough = sources.length > 0 && observed >= silentUntil(containedAt, sources, deps.silence);
  const verdict = verdictOf(silence.succeeded, isInPlace && longEnough);
  if (verdict === 'waiting') return null;
  const facts = {
    ...proof,
    at: deps.now,
    askedAt: proof.askedAt ?? proof.at,
    verdict,
    silence,
    seen: sources.map(({ title }) => title),
    notVisible: unseenBy(sources, containedAt, observed),
    nextAt: null,
  };
  return { ...facts, statement: statementOf(facts) };
}

function verdictOf(succeeded: number, enough: boolean): ProofVerdict {
  if (succeeded > 0) return 'contradicted';
  return enough ? 'proven' : 'waiting';
}
