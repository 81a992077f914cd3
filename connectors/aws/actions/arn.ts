import type { Credential } from '../../../src/core/credential.ts';

/** A user or role, read from its ARN; never from a name that a log record chose. */
export interface Principal {
  readonly kind: 'user' | 'role' | 'root';
  readonly partition: string;
  readonly account: string;
  /** Without its path: what the IAM API takes. '' for root. */
  readonly name: string;
  /** `/` or `/service-role/` and the like. */
  readonly path: string;
  readonly arn: string;
}

/** null for anything that is no IAM user, role or root. */
export function principalOf(arn: string): Principal | null {
  const parts = /^arn:(aws[a-z-]*):iam::(\d{12}):(?:root|(user|role)((?:\/[^/]+)*\/)([^/]+))$/.exec(arn);
  if (parts === null) return null;
  const [, partition = '', account = '', kind, path = '', name = ''] = parts;
  return { kind: kind === 'user' || kind === 'role' ? kind : 'root', partition, account, name, path, arn };
}

/** The long-lived access key id of a credential of ours, or null. */
export function accessKeyOf(credential: Credential): string | null {
  if (credential.provider !== 'aws' || credential.kind !== 'key') return null;
  const names = [credential.id, ...credential.aliases].map((alias) => alias.slice(alias.indexOf(':') + 1));
  return names.find((name) => /^AKIA[A-Z0-9]{12,124}$/.test(name)) ?? null;
}

/** `AKIA…7QF3`: enough to recognise it by, short enough to read. */
export function shortKey(id: string): string {
  return `${id.slice(0, 4)}…${id.slice(-4)}`;
}

/** The managed policy of the partition that the principal lives in. */
export function managedPolicyArn(partition: string, name: string): string {
  return `arn:${partition}:iam::aws:policy/${name}`;
}
