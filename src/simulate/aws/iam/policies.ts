import type { JsonObject } from '../../json.ts';
import { iamFault, noSuchEntity } from '../fault.ts';
import { managedPolicy } from '../managed-policies.ts';
import type { PolicySet } from '../model.ts';
import type { Operations, Outcome, Scene, Target } from '../operation.ts';
import { need, pageByMarker } from '../params.ts';
import { parsePolicy } from '../policy-document.ts';
import type { Timeline } from '../timeline.ts';
import { changePolicies, roleIn, roleTarget, userIn, userTarget } from './principals.ts';

/** Users and roles have the same policy calls under two names; what differs stands here. */
interface Kind {
  readonly noun: 'User' | 'Role';
  /** All inline documents together, in characters without white space (IAM quotas). */
  readonly inlineQuota: number;
  readonly target: (params: JsonObject, scene: Scene) => Target;
  readonly find: (params: JsonObject, scene: Scene) => { name: string; policies: Timeline<PolicySet> };
}

const ATTACHED_QUOTA = 10;

function put(kind: Kind, params: JsonObject, scene: Scene): Outcome {
  const { name, policies } = kind.find(params, scene);
  const document = parsePolicy(need(params, 'PolicyDocument'));
  const inline = new Map(policies.latest.inline).set(need(params, 'PolicyName'), document);
  const size = [...inline.values()].reduce((sum, { text }) => sum + text.replaceAll(/\s/g, '').length, 0);
  if (size > kind.inlineQuota) {
    const message = `Maximum policy size of ${kind.inlineQuota} bytes exceeded for ${kind.noun.toLowerCase()} ${name}`;
    throw iamFault('LimitExceeded', message, 409);
  }
  changePolicies(scene.world, policies, (set) => ({ ...set, inline }));
  return { body: {} };
}

function get(kind: Kind, params: JsonObject, scene: Scene): Outcome {
  const { name, policies } = kind.find(params, scene);
  const policyName = need(params, 'PolicyName');
  const document = policies.latest.inline.get(policyName);
  if (document === undefined) throw noSuchPolicy(policyName);
  // Documents come back URL-encoded (IAM reference, RFC 3986).
  const body = { PolicyName: policyName, PolicyDocument: encodeURIComponent(document.text) };
  return { body: { [`${kind.noun}Name`]: name, ...body } };
}

function remove(kind: Kind, params: JsonObject, scene: Scene): Outcome {
  const { policies } = kind.find(params, scene);
  const inline = new Map(policies.latest.inline);
  const policyName = need(params, 'PolicyName');
  if (!inline.delete(policyName)) throw noSuchPolicy(policyName);
  changePolicies(scene.world, policies, (set) => ({ ...set, inline }));
  return { body: {} };
}

function attach(kind: Kind, params: JsonObject, scene: Scene): Outcome {
  const { policies } = kind.find(params, scene);
  const arn = need(params, 'PolicyArn');
  if (managedPolicy(arn) === undefined && !scene.account.policies.has(arn)) {
    throw noSuchEntity(`Policy ${arn} does not exist or is not attachable.`);
  }
  const { attached } = policies.latest;
  if (attached.includes(arn)) return { body: {} };
  if (attached.length >= ATTACHED_QUOTA) {
    throw iamFault('LimitExceeded', `Cannot exceed quota for PoliciesPer${kind.noun}: ${ATTACHED_QUOTA}`, 409);
  }
  changePolicies(scene.world, policies, (set) => ({ ...set, attached: [...set.attached, arn] }));
  return { body: {} };
}

function detach(kind: Kind, params: JsonObject, scene: Scene): Outcome {
  const { policies } = kind.find(params, scene);
  const arn = need(params, 'PolicyArn');
  if (!policies.latest.attached.includes(arn)) throw noSuchEntity(`Policy ${arn} was not found.`);
  changePolicies(scene.world, policies, (set) => ({ ...set, attached: set.attached.filter((one) => one !== arn) }));
  return { body: {} };
}

function listInline(kind: Kind, params: JsonObject, scene: Scene): Outcome {
  const names = [...kind.find(params, scene).policies.latest.inline.keys()].sort();
  const { page, more } = pageByMarker(names, params);
  return { body: { PolicyNames: page, ...more } };
}

function listAttached(kind: Kind, params: JsonObject, scene: Scene): Outcome {
  const { page, more } = pageByMarker(kind.find(params, scene).policies.latest.attached, params);
  const list = page.map((arn) => ({ PolicyName: arn.slice(arn.lastIndexOf('/') + 1), PolicyArn: arn }));
  return { body: { AttachedPolicies: list, ...more } };
}

function noSuchPolicy(name: string): Error {
  return noSuchEntity(`The policy with name ${name} cannot be found.`);
}

function policyOperations(kind: Kind): Operations {
  const { noun, target } = kind;
  return {
    [`Put${noun}Policy`]: { readOnly: false, target, run: (params, scene) => put(kind, params, scene) },
    [`Get${noun}Policy`]: { readOnly: true, target, run: (params, scene) => get(kind, params, scene) },
    [`Delete${noun}Policy`]: { readOnly: false, target, run: (params, scene) => remove(kind, params, scene) },
    [`Attach${noun}Policy`]: { readOnly: false, target, run: (params, scene) => attach(kind, params, scene) },
    [`Detach${noun}Policy`]: { readOnly: false, target, run: (params, scene) => detach(kind, params, scene) },
    [`List${noun}Policies`]: { readOnly: true, target, run: (params, scene) => listInline(kind, params, scene) },
    [`ListAttached${noun}Policies`]: {
      readOnly: true,
      target,
      run: (params, scene) => listAttached(kind, params, scene),
    },
  };
}

export const userPolicyOperations: Operations = policyOperations({
  noun: 'User',
  inlineQuota: 2_048,
  target: userTarget,
  find: (params, scene) => userIn({ UserName: need(params, 'UserName') }, scene),
});

export const rolePolicyOperations: Operations = policyOperations({
  noun: 'Role',
  inlineQuota: 10_240,
  target: roleTarget,
  find: roleIn,
});
