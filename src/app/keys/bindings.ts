import type { Credential, CredentialBinding } from '../../core/credential.ts';
import { aliasMatcher } from '../../kit/glob.ts';

/** What local configuration says about a credential: the first entry that fits one of its names. */
export function bindingOf(
  credential: Pick<Credential, 'aliases'>,
  bindings: readonly CredentialBinding[],
): CredentialBinding | null {
  return bindings.find(({ match }) => credential.aliases.some(aliasMatcher(match))) ?? null;
}
