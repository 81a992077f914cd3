import type { ConsumerBinding, Credential, CredentialBinding } from '../core/credential.ts';
import { bindingOf } from './bindings.ts';
import type { BareStep } from './expand-act.ts';
import type { PlanInput } from './plan-input.ts';

/** A guided step with everybody in it who has to get the successor, as configuration knows them, and whom to ask. */
export function withChecklist(step: BareStep, input: PlanInput): BareStep {
  if (step.guide === undefined) return step;
  const bindings = step.covers.flatMap((alias) => {
    const credential = [...input.subtree, ...input.known].find((one) => namesOf(one).includes(alias));
    return credential === undefined ? [] : (bindingOf(credential, input.bindings) ?? []);
  });
  const several = bindings.length > 1;
  const lines = bindings.flatMap((binding) => binding.consumers.map((one) => lineOf(one, several ? binding : null)));
  const owners = bindings.map(({ owner }) => owner).filter((owner) => owner !== '');
  const owner = [...new Set(owners)].join(', ') || step.guide.owner;
  return { ...step, guide: { ...step.guide, steps: [...step.guide.steps, ...new Set(lines)], owner } };
}

function lineOf({ reload, store, target }: ConsumerBinding, of: CredentialBinding | null): string {
  const whose = of === null ? '' : ` if it was ${of.name}`;
  const then = reload === '' ? '' : `, then: ${reload}`;
  return `Put the new one into ${target} in ${store}${whose}${then}.`;
}

function namesOf(credential: Credential): readonly string[] {
  return [credential.id, ...credential.aliases];
}
