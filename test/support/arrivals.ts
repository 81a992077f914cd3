import type { Arrival } from '../../src/core/connector.ts';
import type { SecretRef } from '../../src/core/secret-ref.ts';

/** A reference to a secret of which nothing is known. */
export function secretRef(reference: string): SecretRef {
  return { kind: 'secret-ref', reference, expects: { title: 'secret', formats: [], mode: '', shape: 'any' } };
}

/** A delivery that came at a time, signed with the secret of a reference. */
export function arrival(received: number, config: unknown = {}, reference = 'env:HOOK'): Arrival {
  return { received, config, signedWith: secretRef(reference) };
}
