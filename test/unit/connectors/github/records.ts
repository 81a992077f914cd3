import { checksumOf } from '../../../../connectors/github/crc62.ts';
import { normalizeAudit } from '../../../../connectors/github/records/normalize.ts';
import { loggedHash, tokenIdentifier } from '../../../../connectors/github/records/token-hash.ts';
import type { Normalized, Note, UsageEvent } from '../../../../src/core/event.ts';

export const AT: number = Date.UTC(2026, 2, 1, 10);

/** A token whose checksum is right, made here so that none stands in a file. */
export function aToken(prefix: string, body: string = 'Ab3'.repeat(10)): string {
  return `${prefix}_${body}${checksumOf(body)}`;
}

export const TOKEN: string = aToken('ghp');

/** A clone of a private repository with a classic token, as the log writes it. */
export function record(fields: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    '@timestamp': AT,
    _document_id: 'xJJFlFOhQ6b-5vaAFy9Rjw',
    action: 'git.clone',
    actor: 'ci-deploy',
    actor_id: 7,
    actor_ip: '198.51.100.7',
    actor_location: { country_code: 'DE' },
    org: 'acme',
    org_id: 11,
    repo: 'acme/shop',
    repository: 'acme/shop',
    repository_public: false,
    programmatic_access_type: 'Personal access token (classic)',
    hashed_token: loggedHash(tokenIdentifier(TOKEN)),
    token_id: 4711,
    token_scopes: 'repo,read:org',
    user: '',
    user_id: 0,
    user_agent: 'git/2.49.0',
    ...fields,
  };
}

/** The event that a record becomes; fails the test when it becomes none. */
export function eventOf(fields: Readonly<Record<string, unknown>> = {}): UsageEvent {
  return asEvent(normalizeAudit(record(fields))).event;
}

export function asEvent(normalized: Normalized): Extract<Normalized, { kind: 'event' }> {
  if (normalized.kind !== 'event') throw new Error(`${normalized.kind}: ${normalized.reason}`);
  return normalized;
}

export function exposureIn(notes: readonly Note[]): Extract<Note, { kind: 'exposure' }> {
  const found = notes.find((note) => note.kind === 'exposure');
  if (found?.kind !== 'exposure') throw new Error('no exposure');
  return found;
}
