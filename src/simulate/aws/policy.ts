import type { Condition, PolicyDocument, Statement } from './policy-document.ts';

/** What the caller wants, with the values that conditions may ask for. A missing key is not in the context. */
export interface PolicyRequest {
  /** `iam:CreateAccessKey` */
  readonly action: string;
  readonly resource: string;
  readonly context: ReadonlyMap<string, string>;
}

export type Decision = 'allow' | 'explicit-deny' | 'implicit-deny';

/** Deny beats Allow, silence is no (IAM user guide, policy evaluation logic). */
export function evaluate(documents: readonly PolicyDocument[], request: PolicyRequest): Decision {
  let decision: Decision = 'implicit-deny';
  for (const document of documents) {
    for (const statement of document.statements) {
      if (!applies(statement, request)) continue;
      if (statement.effect === 'Deny') return 'explicit-deny';
      decision = 'allow';
    }
  }
  return decision;
}

function applies(statement: Statement, request: PolicyRequest): boolean {
  return (
    actionMatches(statement, request.action) &&
    resourceMatches(statement, request.resource) &&
    statement.conditions.every((condition) => conditionHolds(condition, request.context))
  );
}

function actionMatches(statement: Statement, action: string): boolean {
  if (statement.actions.length > 0) return statement.actions.some((pattern) => like(pattern, action, true));
  return !statement.notActions.some((pattern) => like(pattern, action, true));
}

/** Trust policies have no Resource at all: they speak of the role they are on. */
function resourceMatches(statement: Statement, resource: string): boolean {
  if (statement.notResources.length > 0) return !statement.notResources.some((pattern) => like(pattern, resource));
  return statement.resources.length === 0 || statement.resources.some((pattern) => like(pattern, resource));
}

/**
 * A condition on a key that the request lacks does not hold, so a Deny on `aws:TokenIssueTime` leaves long-term keys
 * alone (IAM user guide). `…IfExists` and negated operators hold for a missing key.
 */
export function conditionHolds(condition: Condition, context: ReadonlyMap<string, string>): boolean {
  const ifExists = condition.operator.endsWith('IfExists');
  const operator = ifExists ? condition.operator.slice(0, -'IfExists'.length) : condition.operator;
  const actual = contextValue(context, condition.key);
  if (operator === 'Null') return condition.values.includes(String(actual === undefined));
  const negated = operator.includes('Not');
  if (actual === undefined) return ifExists || negated;
  const positive = operator.replace('Not', '');
  const some = condition.values.some((wanted) => compare(positive, actual, wanted));
  return negated ? !some : some;
}

function contextValue(context: ReadonlyMap<string, string>, key: string): string | undefined {
  const wanted = key.toLowerCase();
  for (const [name, value] of context) if (name.toLowerCase() === wanted) return value;
  return undefined;
}

function compare(operator: string, actual: string, wanted: string): boolean {
  switch (operator) {
    case 'StringEquals':
      return actual === wanted;
    case 'StringEqualsIgnoreCase':
      return actual.toLowerCase() === wanted.toLowerCase();
    case 'StringLike':
    case 'ArnLike':
    case 'ArnEquals':
      return like(wanted, actual);
    case 'Bool':
      return actual === wanted.toLowerCase();
    case 'DateLessThan':
      return Date.parse(actual) < Date.parse(wanted);
    case 'DateLessThanEquals':
      return Date.parse(actual) <= Date.parse(wanted);
    case 'DateGreaterThan':
      return Date.parse(actual) > Date.parse(wanted);
    case 'DateGreaterThanEquals':
      return Date.parse(actual) >= Date.parse(wanted);
    case 'IpAddress':
      return inBlock(actual, wanted);
    default:
      return false;
  }
}

function inBlock(address: string, block: string): boolean {
  const [base = '', bits = '32'] = block.split('/');
  const shift = 32n - BigInt(bits);
  return ipv4(address) >> shift === ipv4(base) >> shift;
}

function ipv4(address: string): bigint {
  return address.split('.').reduce((sum, part) => (sum << 8n) | BigInt(Number.parseInt(part, 10) || 0), 0n);
}

/** `*` and `?` wildcards; action names are compared without regard to case, resources with it. */
export function like(pattern: string, text: string, ignoreCase: boolean = false): boolean {
  if (pattern === '*') return true;
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, ignoreCase ? 'is' : 's').test(text);
}
