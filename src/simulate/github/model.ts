import type { JsonObject } from '../json.ts';

export type TokenKind = 'classic' | 'fine-grained' | 'oauth' | 'app-user' | 'installation';

/** Whatever stands after `Authorization: token`. */
export interface Token {
  /** `token_id` in the log, where it has one. */
  readonly id: number;
  readonly kind: TokenKind;
  readonly text: string;
  /** Login of the user, or of the app: `keywatch[bot]`. */
  readonly owner: string;
  readonly name: string;
  readonly scopes: readonly string[];
  /** Permissions such as `secrets:write`, or `*`; write includes read. */
  readonly may: readonly string[];
  /** Organisations and accounts where it counts; `*` for all. */
  reach: readonly string[];
  readonly createdAt: number;
  readonly expiresAt: number | null;
  /** Client id of the OAuth app that it was made for, else ''. */
  readonly client: string;
  /** App of an installation token, else 0. */
  readonly app: number;
  lastUsedAt: number | null;
  /** From when on it is refused; null while it works. */
  deadFrom: number | null;
}

export interface User {
  readonly id: number;
  readonly login: string;
  readonly keys: { readonly id: number; readonly key: string; readonly title: string; readonly createdAt: number }[];
}

/** Access of a fine-grained token to one organisation. */
export interface Grant {
  readonly id: number;
  readonly token: Token;
  readonly grantedAt: number;
  readonly repositories: 'none' | 'all' | 'subset';
  readonly permissions: JsonObject;
}

/** SSO authorisation of a classic token or SSH key. */
export interface Authorization {
  readonly id: number;
  readonly type: 'personal access token' | 'SSH key' | 'OAuth app token';
  readonly login: string;
  readonly authorizedAt: number;
  readonly token: Token | null;
  /** Of an SSH key, else ''. */
  readonly fingerprint: string;
  readonly title: string;
  accessedAt: number | null;
}

export interface Hook {
  readonly id: number;
  readonly events: readonly string[];
  url: string;
  secret: string;
  active: boolean;
}

export interface DeployKey {
  readonly id: number;
  readonly key: string;
  readonly title: string;
  readonly readOnly: boolean;
  readonly addedBy: string;
  readonly createdAt: number;
  /** Id of the token that made it; it goes with that token in some clean-ups. */
  readonly madeWith: number;
  lastUsedAt: number | null;
}

export interface Alert {
  readonly number: number;
  readonly secretType: string;
  readonly title: string;
  readonly secret: string;
  readonly createdAt: number;
  readonly locations: readonly { readonly path: string; readonly line: number; readonly commit: string }[];
  updatedAt: number;
  state: 'open' | 'resolved';
  resolution: string | null;
  comment: string | null;
  resolvedAt: number | null;
  validity: 'active' | 'inactive' | 'unknown';
  publiclyLeaked: boolean;
  multiRepo: boolean;
}

/** One sealed box with secrets: of a repository, organisation or environment, for one of its readers. */
export interface SecretShelf {
  readonly keyId: string;
  /** 32 bytes each. */
  readonly publicKey: Buffer;
  readonly privateKey: Buffer;
  readonly secrets: Map<string, StoredSecret>;
}

export interface StoredSecret {
  readonly name: string;
  readonly createdAt: number;
  updatedAt: number;
  sealed: string;
  visibility: string;
  repositories: readonly number[];
}

export interface Repo {
  readonly id: number;
  readonly owner: string;
  readonly name: string;
  isPrivate: boolean;
  readonly deployKeys: Map<number, DeployKey>;
  readonly alerts: Alert[];
  readonly hooks: Map<number, Hook>;
}

export interface Installation {
  readonly id: number;
  readonly app: App;
  readonly org: string;
  readonly createdAt: number;
  suspendedAt: number | null;
}

export interface App {
  readonly id: number;
  readonly slug: string;
  readonly may: readonly string[];
  /** PEM. */
  readonly publicKey: string;
  readonly privateKey: string;
  hookSecret: string;
}

export interface OauthApp {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly name: string;
}

export interface Org {
  readonly id: number;
  readonly login: string;
  /** Slug of its enterprise, '' for none. The audit log has an API only there. */
  readonly enterprise: string;
  /** Whether the log shows addresses. */
  readonly disclosesAddresses: boolean;
  readonly grants: Map<number, Grant>;
  readonly authorizations: Map<number, Authorization>;
  readonly hooks: Map<number, Hook>;
  readonly installations: Installation[];
}

/** Where a request comes from. */
export interface Origin {
  readonly ip: string;
  readonly agent: string;
  /** Two letters. */
  readonly country: string;
}

/** Who asks, after authentication. */
export type Caller =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'token'; readonly token: Token }
  | { readonly kind: 'app'; readonly app: App }
  | { readonly kind: 'oauth-app'; readonly app: OauthApp };
