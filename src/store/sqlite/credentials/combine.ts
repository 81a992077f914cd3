import type { Credential, CredentialFacts } from '../../../core/credential.ts';
import type { Millis } from '../../../core/time.ts';
import type { CredentialRow } from './credential-rows.ts';

/** What is known of a credential together with what was learned now: nothing known is forgotten. */
export function combineRows(known: CredentialRow, learned: CredentialRow): CredentialRow {
  return {
    number: known.number,
    id: known.id,
    provider: known.provider,
    account: learned.account || known.account,
    kind: learned.kind === 'none' ? known.kind : learned.kind,
    actor: learned.actor || known.actor,
    session: learned.session || known.session,
    state: learned.state === 'unknown' ? known.state : learned.state,
    created_at: learned.created_at ?? known.created_at,
    expires_at: learned.expires_at ?? known.expires_at,
    first_seen: earliest(known.first_seen, learned.first_seen),
    last_used: latest(known.last_used, learned.last_used),
    stamp: latest(known.stamp, learned.stamp),
    listed_at: latest(known.listed_at, learned.listed_at),
    powers: learned.powers ?? known.powers,
    facts: learned.facts ?? known.facts,
  };
}

export function rowOf(credential: Credential): CredentialRow {
  return {
    number: 0,
    id: credential.id,
    provider: credential.provider,
    account: credential.account,
    kind: credential.kind,
    actor: credential.actor,
    session: credential.session,
    state: credential.state,
    created_at: credential.createdAt,
    expires_at: credential.expiresAt,
    first_seen: credential.firstSeen,
    last_used: credential.lastUsed,
    stamp: null,
    listed_at: null,
    powers: powersText(credential.powers),
    facts: factsText(credential.facts),
  };
}

export function powersText(powers: readonly string[] | undefined): string | null {
  return powers === undefined ? null : JSON.stringify(powers);
}

export function factsText(facts: CredentialFacts | undefined): string | null {
  return facts === undefined ? null : JSON.stringify(facts);
}

export function earliest(a: Millis | null, b: Millis | null): Millis | null {
  if (a === null || b === null) return a ?? b;
  return Math.min(a, b);
}

export function latest(a: Millis | null, b: Millis | null): Millis | null {
  if (a === null || b === null) return a ?? b;
  return Math.max(a, b);
}
