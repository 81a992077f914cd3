import type { Json } from '../records/schema.ts';
import { isObject, listOf, textOf } from '../records/schema.ts';

/** One `Allow` or `Deny` of a policy, with lists where the language allows single values. */
export interface Statement {
  readonly allow: boolean;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** `*`, account ids and ARNs under `AWS`; services and identity providers are left out. */
  readonly principals: readonly string[];
  /** True when a condition binds the caller to an account, organisation, network or resource. */
  readonly narrowed: boolean;
}

/** Condition keys that say who or from where; `sts:ExternalId` names nobody, but is agreed with one vendor. */
const NARROWING =
  /^(aws:(PrincipalOrgID|PrincipalOrgPaths|PrincipalAccount|PrincipalArn|SourceArn|SourceAccount|SourceOrgID|SourceOrgPaths|SourceVpc|SourceVpce|SourceIp|userid)|sts:ExternalId|kms:CallerAccount|saml:aud|[\w.-]+:(sub|aud))$/i;
const POSITIVE =
  /^(ForA(ll|ny)Values:|ForAnyValue:)?(StringEquals|StringLike|StringEqualsIgnoreCase|ArnEquals|ArnLike|IpAddress)(IfExists)?$/i;

/**
 * Statements of a policy as CloudTrail logs it: JSON text, the same text URL-encoded, or an object.
 * Empty when it is none.
 */
export function policyStatements(value: unknown): readonly Statement[] {
  const document = parsed(value);
  if (document === null) return [];
  const statements = document['Statement'];
  return (Array.isArray(statements) ? statements : [statements]).filter(isObject).map(statementOf);
}

function parsed(value: unknown): Json | null {
  if (isObject(value)) return value;
  if (typeof value !== 'string' || value === '') return null;
  try {
    const text = value.startsWith('%') ? decodeURIComponent(value) : value;
    const document: unknown = JSON.parse(text);
    return isObject(document) ? document : null;
  } catch {
    return null;
  }
}

function statementOf(statement: Json): Statement {
  return {
    allow: statement['Effect'] === 'Allow',
    actions: texts(statement['Action']),
    resources: texts(statement['Resource']),
    principals: principalsOf(statement['Principal']),
    narrowed: isNarrowed(statement['Condition']),
  };
}

function texts(value: unknown): readonly string[] {
  return typeof value === 'string' ? [value] : listOf(value).filter((item) => typeof item === 'string');
}

function principalsOf(value: unknown): readonly string[] {
  return isObject(value) ? texts(value['AWS']) : texts(value);
}

function isNarrowed(condition: unknown): boolean {
  if (!isObject(condition)) return false;
  return Object.entries(condition).some(
    ([operator, keys]) =>
      POSITIVE.test(operator) &&
      isObject(keys) &&
      Object.entries(keys).some(([key, values]) => NARROWING.test(key) && !texts(values).includes('*')),
  );
}

/** Allows everything on everything, conditions or not. */
export function allowsAll(statements: readonly Statement[]): boolean {
  return statements.some(
    ({ allow, actions, resources }) =>
      allow && actions.some((action) => action === '*' || action === '*:*') && resources.includes('*'),
  );
}

/** Lets in everybody, or a principal of another account, and nothing narrows that down. */
export function letsInOutsiders(statements: readonly Statement[], account: string): boolean {
  return statements.some(
    ({ allow, principals, narrowed }) => allow && !narrowed && principals.some((one) => isOutside(one, account)),
  );
}

/** @param principal `*`, an account id or an ARN; ids of deleted principals (`AROA…`) count as inside */
export function isOutside(principal: string, account: string): boolean {
  if (principal === '*' || principal === 'all') return true;
  if (account === '') return false;
  const owner = /^\d{12}$/.test(principal)
    ? principal
    : (/^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(principal)?.[1] ?? '');
  return owner !== '' && owner !== account;
}

/** The last part of a name or ARN. */
export function lastPart(arn: unknown): string {
  const text = textOf(arn);
  return text.slice(text.lastIndexOf('/') + 1);
}
