import type { ActionTarget } from '../core/action.ts';
import type { Credential, CredentialBinding } from '../core/credential.ts';
import { isProtected } from './bindings.ts';
import type { OwnIdentities } from './plan-input.ts';

export interface RefusalFacts {
  readonly bindings: readonly CredentialBinding[];
  readonly own: OwnIdentities;
  /** Everything known to hold rights for somebody; decides whom a principal-wide action hits. */
  readonly credentials: readonly Credential[];
}

/**
 * Why nobody may do this to that target, or null. Asked when planning and again right before
 * acting, because configuration and our own identities may change in between.
 */
export function refusalOf(target: ActionTarget, covers: readonly string[], facts: RefusalFacts): string | null {
  for (const credential of hitBy(target, covers, facts.credentials)) {
    const names = [credential.id, ...credential.aliases];
    if (names.some((name) => facts.own.aliases.includes(name))) return `${credential.id} is Keywatch's own credential`;
    if (facts.own.actors.includes(credential.actor)) return `${credential.actor} is Keywatch's own identity`;
    if (isProtected(credential, facts.bindings)) return `${credential.id} is protected by the configuration`;
  }
  if (covers.some((alias) => facts.own.aliases.includes(alias))) return "it is Keywatch's own credential";
  if (target.principal !== undefined && facts.own.actors.includes(target.principal))
    return `${target.principal} is Keywatch's own identity`;
  return null;
}

function hitBy(target: ActionTarget, covers: readonly string[], credentials: readonly Credential[]): Credential[] {
  return credentials.filter(
    (credential) =>
      covers.some((alias) => credential.id === alias || credential.aliases.includes(alias)) ||
      (target.principal !== undefined && credential.actor === target.principal && credential.state !== 'deleted'),
  );
}
