import type { Role } from '../model.ts';
import type { Scene } from '../operation.ts';
import { conditionHolds, type Decision, like } from '../policy.ts';
import type { Statement } from '../policy-document.ts';

/**
 * What a role's trust policy says about the caller: `named` when it names the very principal (enough within one
 * account), `account` when it trusts the whole account (its own policies must allow too), or nothing.
 */
export type Trust = 'named' | 'account' | 'denied' | 'none';

export function trustOf(role: Role, scene: Scene, context: ReadonlyMap<string, string>): Trust {
  const document = role.trust.at(scene.now);
  const statements = (document?.statements ?? []).filter(
    (statement) =>
      statement.actions.some((pattern) => like(pattern, 'sts:AssumeRole', true)) &&
      statement.conditions.every((condition) => conditionHolds(condition, context)),
  );
  const found = statements.map((statement) => ({ statement, trust: principalTrust(statement, scene) }));
  if (found.some(({ statement, trust }) => statement.effect === 'Deny' && trust !== 'none')) return 'denied';
  const allowed = found.filter(({ statement }) => statement.effect === 'Allow').map(({ trust }) => trust);
  if (allowed.includes('named')) return 'named';
  return allowed.includes('account') ? 'account' : 'none';
}

function principalTrust(statement: Statement, scene: Scene): 'named' | 'account' | 'none' {
  const { caller } = scene;
  const arns = [caller.arn, caller.role?.arn].filter((arn) => arn !== undefined);
  const names = statement.principals.filter((name) => name === '*' || name.startsWith('AWS:'));
  const bare = names.map((name) => name.replace(/^AWS:/, ''));
  if (bare.includes('*') || bare.some((name) => arns.includes(name))) return 'named';
  const whole = [caller.account, `arn:aws:iam::${caller.account}:root`];
  return bare.some((name) => whole.includes(name)) ? 'account' : 'none';
}

/** Both sides together (IAM user guide, "cross-account policy evaluation logic"). */
export function combined(trust: Trust, own: Decision, sameAccount: boolean): Decision {
  if (own === 'explicit-deny' || trust === 'denied') return 'explicit-deny';
  if (trust === 'none') return 'implicit-deny';
  if (own === 'allow' || (sameAccount && trust === 'named')) return 'allow';
  return 'implicit-deny';
}
