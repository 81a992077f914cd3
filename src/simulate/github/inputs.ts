import type { TokenKind } from './model.ts';

export interface OrgInput {
  readonly login: string;
  /** Slug of its enterprise; '' is an organisation on a plan without an audit log API. `example` when absent. */
  readonly enterprise?: string;
  /** Whether the log shows addresses; true when absent. */
  readonly disclosesAddresses?: boolean;
}

export interface RepoInput {
  /** `acme/web` */
  readonly name: string;
  /** Private unless it says so. */
  readonly isPublic?: boolean;
}

export interface TokenInput {
  readonly kind: TokenKind;
  /** Login; made when it is new. */
  readonly owner: string;
  readonly name?: string;
  readonly scopes?: readonly string[];
  /** Permissions; everything when absent. */
  readonly may?: readonly string[];
  /** Organisations that it is granted to (fine-grained) or authorised for (classic); all when absent. */
  readonly orgs?: readonly string[];
  readonly expiresAt?: number;
  /** Client id of the OAuth app that it was made for. */
  readonly client?: string;
}

export interface AppInput {
  readonly slug: string;
  /** Where it is installed. */
  readonly org: string;
  readonly may: readonly string[];
}

export interface HookInput {
  /** `acme` or `acme/web`. */
  readonly on: string;
  readonly url: string;
  readonly secret: string;
  readonly events: readonly string[];
}

export interface LeakInput {
  /** Where it is found. */
  readonly repo: string;
  readonly secret: string;
  /** `github_personal_access_token`, `aws_access_key_id`, ... */
  readonly type: string;
  readonly title: string;
  readonly path: string;
  readonly line?: number;
  /** Further paths in which it stands. */
  readonly also?: readonly string[];
  readonly validity?: 'active' | 'inactive' | 'unknown';
}

/** What a token is used for. */
export interface UseInput {
  /** `git.clone`, `git.fetch`, `git.push`, `repo.download_zip`, ... or `api.request`, which the stream alone shows. */
  readonly action: string;
  readonly repo: string;
  readonly ip: string;
  readonly agent?: string;
  readonly country?: string;
  /** Further fields of the event. */
  readonly fields?: Readonly<Record<string, unknown>>;
}

/** Whether GitHub took the credential; a refused one leaves no trace in the log. */
export type UseReply = { readonly ok: true } | { readonly ok: false; readonly status: 401 | 404 };
