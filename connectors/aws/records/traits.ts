import type { Trait, Verb } from '../../../src/core/event.ts';
import type { OperationKind } from './operations.ts';
import type { CloudTrailRecord, Json } from './schema.ts';
import { isObject } from './schema.ts';

/** Whether the parameters of this call make it hand out a secret, for operations that may or may not. */
const SECRET_WHEN: ReadonlyMap<string, (parameters: Json) => boolean> = new Map([
  ['ssm:GetParameter', decrypts],
  ['ssm:GetParameters', decrypts],
  ['ssm:GetParametersByPath', decrypts],
  ['ssm:GetParameterHistory', decrypts],
  // Start-up scripts hold passwords more often than not.
  ['ec2:DescribeInstanceAttribute', (parameters) => parameters['attribute'] === 'userData'],
  ['apigateway:GetApiKey', (parameters) => isTrue(parameters['includeValue'])],
  ['apigateway:GetApiKeys', (parameters) => isTrue(parameters['includeValues'])],
]);

const WITH_SECRET = new Map<OperationKind, readonly Trait[]>();

/** Verb of one call: that of its operation, else what the record's `readOnly` says. */
export function verbOf(kind: OperationKind, record: CloudTrailRecord): Verb {
  if (kind.verb !== 'unknown') return kind.verb;
  return isTrue(record.readOnly) ? 'read' : 'write';
}

/** Traits of one call: those of its operation, and what its parameters add. */
export function traitsOf(kind: OperationKind, record: CloudTrailRecord): readonly Trait[] {
  const secretWhen = SECRET_WHEN.get(kind.key);
  const parameters = record.requestParameters;
  const secret = secretWhen !== undefined && isObject(parameters) && secretWhen(parameters);
  return secret ? withSecret(kind) : kind.traits;
}

/** One list for each operation, so that equal traits stay the same object. */
function withSecret(kind: OperationKind): readonly Trait[] {
  const known = WITH_SECRET.get(kind);
  if (known !== undefined) return known;
  const traits: readonly Trait[] = Object.freeze([...kind.traits, 'secret-read']);
  WITH_SECRET.set(kind, traits);
  return traits;
}

function decrypts(parameters: Json): boolean {
  return isTrue(parameters['withDecryption']);
}

/** Booleans come as such or, in LookupEvents and some services, as text. */
function isTrue(value: unknown): boolean {
  return value === true || value === 'true';
}
