import type { Outcome, Trait, Verb } from '../../../src/core/event.ts';
import type { Json } from '../json.ts';
import { fieldOf, textOf, wordIn } from '../json.ts';

/** What one request to the API did; such records are in streams only. */
export interface ApiRequest {
  readonly verb: Verb;
  readonly traits: readonly Trait[];
  readonly outcome: Outcome;
  readonly errorCode: string;
  /** `GET /repos/{owner}/{repo}/pulls` */
  readonly route: string;
}

const NONE: readonly Trait[] = Object.freeze([]);
const IDENTITY: readonly Trait[] = Object.freeze(['identity-check']);
const LISTS: readonly Trait[] = Object.freeze(['enumerate']);
const SECRETS: readonly Trait[] = Object.freeze(['secret-read']);
const COPIES: readonly Trait[] = Object.freeze(['clone']);
const CREDENTIALS: readonly Trait[] = Object.freeze(['credential-write']);

const WHO = /^\/(user|rate_limit|app|installation)\/?$/;
/** Answers with the literal secret unless asked not to. */
const SECRET_LIST = /\/secret-scanning\/alerts(\/[^/]+)?$/;
const ARCHIVE = /\/(zipball|tarball)(\/|$)|\/migrations(\/|$)/;
const LISTING =
  /(\/(repos|orgs|members|teams|collaborators|hooks|keys|secrets|variables|installations|organization-secrets|contributors)|^\/user\/(repos|orgs|keys|emails|memberships\/orgs)|^\/installation\/repositories|^\/search\/[a-z]+)$/;
const CREDENTIAL_PATH = /\/(keys|hooks|secrets|personal-access-tokens|credential-authorizations|access_tokens)(\/|$)/;

export function apiRequestOf(record: Json): ApiRequest {
  const method = wordIn(record, 'request_method').toUpperCase() || 'GET';
  const path = (wordIn(record, 'route') || wordIn(record, 'url_path')).split('?')[0] ?? '';
  const reads = method === 'GET' || method === 'HEAD';
  const verb: Verb = reads ? 'read' : method === 'DELETE' ? 'delete' : 'write';
  return {
    verb,
    traits: reads ? readTraits(path) : writeTraits(path),
    ...resultOf(record),
    route: `${method} ${path}`,
  };
}

function readTraits(path: string): readonly Trait[] {
  if (WHO.test(path)) return IDENTITY;
  if (SECRET_LIST.test(path)) return SECRETS;
  if (ARCHIVE.test(path)) return COPIES;
  return LISTING.test(path) ? LISTS : NONE;
}

function writeTraits(path: string): readonly Trait[] {
  return CREDENTIAL_PATH.test(path) ? CREDENTIALS : NONE;
}

/** 404 is what GitHub answers to those who may not see a thing. */
function resultOf(record: Json): { readonly outcome: Outcome; readonly errorCode: string } {
  const value = fieldOf(record, 'status_code');
  const status = Number(typeof value === 'number' ? value : textOf(value) || 200);
  if (!(status >= 400)) return { outcome: 'success', errorCode: '' };
  const denied = status === 401 || status === 403 || status === 404;
  return { outcome: denied ? 'denied' : 'failed', errorCode: String(status) };
}
