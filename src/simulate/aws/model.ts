import type { PolicyDocument } from './policy-document.ts';
import type { Timeline } from './timeline.ts';

/** The inline and attached policies of one user or role at one moment; replaced as a whole on each change. */
export interface PolicySet {
  readonly inline: ReadonlyMap<string, PolicyDocument>;
  readonly attached: readonly string[];
}

export type KeyState = 'Active' | 'Inactive' | 'Deleted';

/** One use as `GetAccessKeyLastUsed` tells it. */
export interface KeyUse {
  readonly at: number;
  readonly service: string;
  readonly region: string;
}

/** A long-term key of a user, or of root when `userName` is undefined. */
export interface AccessKey {
  readonly kind: 'long-term';
  readonly id: string;
  readonly secret: string;
  readonly account: string;
  readonly userName: string | undefined;
  readonly createdAt: number;
  readonly state: Timeline<KeyState>;
  /** Oldest first; only the first use of a service in each 15 minutes. */
  readonly uses: KeyUse[];
}

/** Temporary credentials. Nothing revokes them before `expiresAt`; only policies stop them (IAM user guide). */
export interface Session {
  readonly kind: 'role' | 'user' | 'federated';
  readonly id: string;
  readonly secret: string;
  readonly token: string;
  readonly account: string;
  /** The role's name for `role`, else the user's. */
  readonly principal: string;
  /** The role session name, or the federated user's name. */
  readonly name: string;
  readonly issuedAt: number;
  readonly expiresAt: number;
  /** The key that minted it; undefined when a service did. */
  readonly parentKeyId: string | undefined;
  readonly sourceIdentity: string | undefined;
  readonly mfa: boolean;
  /** Session policy, which can only narrow what the principal may do. */
  readonly policy: PolicyDocument | undefined;
}

export type Credential = AccessKey | Session;

export interface ServiceSpecificCredential {
  readonly id: string;
  readonly serviceName: string;
  readonly createdAt: number;
  readonly status: 'Active' | 'Inactive';
}

export interface LoginProfile {
  readonly createdAt: number;
  readonly passwordResetRequired: boolean;
}

export interface User {
  readonly name: string;
  readonly id: string;
  readonly arn: string;
  readonly path: string;
  readonly createdAt: number;
  readonly tags: Map<string, string>;
  readonly policies: Timeline<PolicySet>;
  readonly keys: AccessKey[];
  readonly mfaSerials: string[];
  readonly serviceCredentials: ServiceSpecificCredential[];
  loginProfile?: LoginProfile | undefined;
}

export interface Role {
  readonly name: string;
  readonly id: string;
  readonly arn: string;
  readonly path: string;
  readonly createdAt: number;
  readonly tags: Map<string, string>;
  readonly policies: Timeline<PolicySet>;
  readonly trust: Timeline<PolicyDocument>;
  readonly maxSessionSeconds: number;
  readonly description: string;
}

/** Who signed a request, as found by its key. */
export interface Caller {
  readonly credential: Credential;
  readonly account: string;
  readonly arn: string;
  readonly principalId: string;
  readonly user?: User;
  readonly role?: Role;
}

/** Where and how a request came, as CloudTrail notes it. */
export interface Origin {
  readonly ip: string;
  readonly agent: string;
}
