import { isObject, type JsonObject, parseObject } from '../json.ts';
import { iamFault } from './fault.ts';

export interface Statement {
  readonly effect: 'Allow' | 'Deny';
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
  readonly resources: readonly string[];
  readonly notResources: readonly string[];
  /** Who, in trust policies: `AWS:arn…`, `Service:ec2.amazonaws.com`, or `*`. */
  readonly principals: readonly string[];
  /** operator -> key -> accepted values */
  readonly conditions: readonly Condition[];
}

export interface Condition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

/** A parsed policy with the exact text it came from, which is what the API gives back. */
export interface PolicyDocument {
  readonly text: string;
  readonly statements: readonly Statement[];
}

/** Parses a policy; throws MalformedPolicyDocument (400) as IAM does. */
export function parsePolicy(text: string): PolicyDocument {
  const source = parseObject(text);
  if (source === undefined) throw malformed('Syntax errors in policy.');
  const list = asList(source['Statement']);
  if (list.length === 0) throw malformed('Missing required field Statement');
  return { text, statements: list.map(parseStatement) };
}

function parseStatement(source: unknown): Statement {
  if (!isObject(source)) throw malformed('Syntax errors in policy.');
  const effect = source['Effect'];
  if (effect !== 'Allow' && effect !== 'Deny') throw malformed('Missing required field Effect');
  const actions = texts(source['Action']);
  const notActions = texts(source['NotAction']);
  if (actions.length + notActions.length === 0) throw malformed('Missing required field Action');
  return {
    effect,
    actions,
    notActions,
    resources: texts(source['Resource']),
    notResources: texts(source['NotResource']),
    principals: principals(source['Principal']),
    conditions: conditions(source['Condition']),
  };
}

function principals(source: unknown): string[] {
  if (source === '*') return ['*'];
  if (!isObject(source)) return [];
  return Object.entries(source).flatMap(([kind, names]) => texts(names).map((name) => `${kind}:${name}`));
}

function conditions(source: unknown): Condition[] {
  if (!isObject(source)) return [];
  return Object.entries(source).flatMap(([operator, keys]) =>
    Object.entries(isObject(keys) ? keys : {}).map(([key, values]) => ({ operator, key, values: texts(values) })),
  );
}

function texts(source: unknown): string[] {
  return asList(source).map(String);
}

function asList(source: unknown): readonly unknown[] {
  if (source === undefined) return [];
  return Array.isArray(source) ? source : [source];
}

function malformed(message: string): Error {
  return iamFault('MalformedPolicyDocument', message, 400);
}

/** A policy from plain data, for set-ups. */
export function policyOf(...statements: readonly JsonObject[]): PolicyDocument {
  return parsePolicy(JSON.stringify({ Version: '2012-10-17', Statement: statements }));
}
