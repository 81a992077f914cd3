import type { JsonObject } from '../json.ts';
import { managedPolicyArn } from './managed-policies.ts';
import type { Credential, PolicySet } from './model.ts';
import { parsePolicy, policyOf } from './policy-document.ts';

/** Which account; the cloud's own when absent. */
export interface InAccount {
  readonly account?: string;
}

/** What a principal may do, in short. */
export interface Rights {
  /** Actions allowed on everything: `['s3:*', 'iam:ListUsers']`. */
  readonly allow?: readonly string[];
  /** Names of AWS managed policies: `['ReadOnlyAccess']`. */
  readonly attach?: readonly string[];
  /** Policies of its own by name: an object or JSON text. */
  readonly inline?: Readonly<Record<string, JsonObject | string>>;
}

export interface UserInput extends InAccount, Rights {
  readonly name: string;
  readonly path?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

export interface RoleInput extends InAccount, Rights {
  readonly name: string;
  /** Principals that may assume it: account ids, ARNs, or services such as `ec2.amazonaws.com`. */
  readonly trusts: readonly string[];
  readonly externalId?: string;
  readonly path?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly maxSessionSeconds?: number;
}

/** A call played in-process: the same authentication, judgement and journal as over the wire. */
export interface InProcessCall {
  /** A key id, or the key or session itself. */
  readonly as: string | Credential;
  readonly service: string;
  readonly action: string;
  /** Spelled as in the SDK. */
  readonly params?: JsonObject;
  readonly region?: string;
  readonly ip?: string;
  readonly agent?: string;
}

export type InProcessReply =
  | { readonly ok: true; readonly requestId: string; readonly body: JsonObject }
  | { readonly ok: false; readonly requestId: string; readonly error: string; readonly message: string };

export function policySet(rights: Rights): PolicySet {
  const inline = new Map(
    Object.entries(rights.inline ?? {}).map(([name, policy]) => {
      return [name, parsePolicy(typeof policy === 'string' ? policy : JSON.stringify(policy))] as const;
    }),
  );
  if (rights.allow !== undefined)
    inline.set('base', policyOf({ Effect: 'Allow', Action: rights.allow, Resource: '*' }));
  return { inline, attached: (rights.attach ?? []).map(managedPolicyArn) };
}

/** A trust policy for the principals of a role. */
export function trustPolicy(input: RoleInput): string {
  const services = input.trusts.filter((name) => name.endsWith('.amazonaws.com'));
  const others = input.trusts.filter((name) => !services.includes(name));
  const condition =
    input.externalId === undefined ? {} : { Condition: { StringEquals: { 'sts:ExternalId': input.externalId } } };
  const statement = (Principal: JsonObject, extra: JsonObject): JsonObject => {
    return { Effect: 'Allow', Principal, Action: 'sts:AssumeRole', ...extra };
  };
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      ...(services.length === 0 ? [] : [statement({ Service: services }, {})]),
      ...(others.length === 0 ? [] : [statement({ AWS: others }, condition)]),
    ],
  });
}
