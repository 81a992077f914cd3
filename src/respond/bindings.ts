import type { Credential, CredentialBinding } from '../core/credential.ts';
import { aliasMatcher } from '../kit/glob.ts';

/** What configuration says about a credential; the first match wins, an exact alias before patterns. */
export function bindingOf(credential: Credential, bindings: readonly CredentialBinding[]): CredentialBinding | null {
  const names = [credential.id, ...credential.aliases];
  const exact = bindings.find((binding) => names.includes(binding.match));
  return exact ?? bindings.find((binding) => names.some(aliasMatcher(binding.match))) ?? null;
}

/** Protection is never lost to a more specific binding: one match that protects is enough. */
export function isProtected(credential: Credential, bindings: readonly CredentialBinding[]): boolean {
  const names = [credential.id, ...credential.aliases];
  return bindings.some((binding) => binding.protected && names.some(aliasMatcher(binding.match)));
}
