import type { JsonObject } from '../json.ts';
import { isoSeconds } from './dates.ts';
import { AwsFault } from './fault.ts';
import { managedPolicy } from './managed-policies.ts';
import type { Caller, PolicySet } from './model.ts';
import type { Call, Operation, Scene, Target } from './operation.ts';
import { type Decision, evaluate } from './policy.ts';
import type { PolicyDocument } from './policy-document.ts';
import { serviceFacts } from './services.ts';
import { accountOf, type World } from './world.ts';

/** Throws the service's denial unless the caller may do this now. */
export function authorize(call: Call, operation: Operation, scene: Scene): void {
  if (operation.open === true) return;
  const permission = `${call.service}:${operation.permission ?? call.action}`;
  const target = operation.target?.(call.params, scene) ?? { resource: '*' };
  const decision = judge(call.params, operation, scene, permission, target);
  if (decision !== 'allow') throw denial(call.service, permission, target.resource, scene.caller, decision);
}

function judge(params: JsonObject, operation: Operation, scene: Scene, permission: string, target: Target): Decision {
  if (scene.world.faults.isDenied(permission, scene.caller.arn)) return 'explicit-deny';
  if (restrictedSession(scene.caller, permission)) return 'implicit-deny';
  if (operation.authorize !== undefined) return operation.authorize(params, scene);
  return mayDo(scene, permission, target);
}

/** What the caller's own policies say. Policies count as they have spread by now, not as last written. */
export function mayDo(scene: Scene, permission: string, target: Target): Decision {
  const { caller, world, now } = scene;
  const principal = caller.role ?? caller.user;
  if (principal === undefined) return caller.arn.endsWith(':root') ? 'allow' : 'implicit-deny';
  const request = { action: permission, resource: target.resource, context: contextOf(scene, target) };
  const set = principal.policies.at(now);
  const decision = set === undefined ? 'implicit-deny' : evaluate(documentsOf(world, caller.account, set), request);
  const limit = sessionPolicy(caller);
  if (limit === undefined || decision !== 'allow') return decision;
  return evaluate(limit, request);
}

/** The policies that narrow a session; a federated user without any may do nothing (STS reference). */
function sessionPolicy(caller: Caller): readonly PolicyDocument[] | undefined {
  const { credential } = caller;
  if (credential.kind === 'long-term') return undefined;
  if (credential.policy !== undefined) return [credential.policy];
  return credential.kind === 'federated' ? [] : undefined;
}

/** Sessions of users cannot call IAM (without MFA) nor STS beyond AssumeRole (STS reference, GetSessionToken). */
function restrictedSession(caller: Caller, permission: string): boolean {
  const { credential } = caller;
  if (credential.kind === 'user') {
    if (permission.startsWith('iam:')) return !credential.mfa;
    return permission.startsWith('sts:') && permission !== 'sts:AssumeRole';
  }
  if (credential.kind === 'federated') return permission.startsWith('iam:') || permission.startsWith('sts:');
  return false;
}

function contextOf(scene: Scene, target: Target): ReadonlyMap<string, string> {
  const { caller, now, origin, region } = scene;
  const context = new Map(target.context ?? []);
  context.set('aws:PrincipalArn', caller.role?.arn ?? caller.arn);
  context.set('aws:PrincipalAccount', caller.account);
  context.set('aws:CurrentTime', isoSeconds(now));
  context.set('aws:SourceIp', origin.ip);
  context.set('aws:RequestedRegion', region);
  if (caller.user !== undefined) context.set('aws:username', caller.user.name);
  const { credential } = caller;
  if (credential.kind !== 'long-term') {
    context.set('aws:TokenIssueTime', isoSeconds(credential.issuedAt));
    context.set('aws:MultiFactorAuthPresent', String(credential.mfa));
  }
  return context;
}

/** All documents of a policy set; attached policies that the simulator does not carry allow nothing. */
export function documentsOf(world: World, accountId: string, set: PolicySet): PolicyDocument[] {
  const account = accountOf(world, accountId);
  const attached = set.attached
    .map((arn) => managedPolicy(arn) ?? account.policies.get(arn))
    .filter((document) => document !== undefined);
  return [...set.inline.values(), ...attached];
}

function denial(service: string, permission: string, resource: string, caller: Caller, decision: Decision): AwsFault {
  const why =
    decision === 'explicit-deny'
      ? 'with an explicit deny in an identity-based policy'
      : `because no identity-based policy allows the ${permission} action`;
  const on = resource === '*' ? '' : ` on resource: ${resource}`;
  const message = `User: ${caller.arn} is not authorized to perform: ${permission}${on} ${why}`;
  const facts = serviceFacts(service);
  const json = facts.protocol === 'json' || facts.protocol === 'rest-json';
  const [wire, log] = facts.denial ?? [json ? 'AccessDeniedException' : 'AccessDenied', 'AccessDenied'];
  return new AwsFault(wire, message, facts.protocol === 'json' ? 400 : 403, log);
}
