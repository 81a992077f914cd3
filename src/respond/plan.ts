import type { Plan, PlanStep } from '../core/playbook.ts';
import { isoTime } from '../core/time.ts';
import { consumersOf, deliverSteps, waitSteps } from './engine-steps.ts';
import type { BareStep, Refused } from './expand-act.ts';
import { expandAct } from './expand-act.ts';
import type { GuardFacts } from './guards.ts';
import { factsOf } from './guards.ts';
import { hashPlan } from './hash.ts';
import { impactOf } from './impact.ts';
import type { PlanInput } from './plan-input.ts';
import type { Playbook, PlaybookStep } from './playbook.ts';
import type { Suspects } from './suspects.ts';
import { suspectsOf } from './suspects.ts';
import { judge } from './urgency.ts';

const NO_CONSUMER: Refused = {
  what: 'successor',
  why: 'nobody to give it to: bind a consumer to the credential under `credentials:`',
};

/**
 * Applies a playbook to what is known now. Pure: the same input makes the same plan and hash,
 * and no provider is called.
 */
export function planPlaybook(playbook: Playbook, input: PlanInput): Plan {
  const suspects = suspectsOf(input);
  const urgency = judge(input).urgency;
  const refused: Refused[] = [...suspects.spared, ...expired(suspects, input)];
  const byName = new Map<string, readonly BareStep[]>();
  const steps: PlanStep[] = [];
  for (const step of playbook.steps) {
    if (step.when !== undefined && step.when !== urgency) continue;
    const lacking = (step.requires ?? []).find((name) => (byName.get(name) ?? []).length === 0);
    if (lacking !== undefined) {
      refused.push({ what: step.name, why: `needs the step "${lacking}", which is not possible here` });
      continue;
    }
    const expanded = expand(step, input, suspects, byName);
    refused.push(...expanded.refused);
    const fresh = expanded.steps.filter((one) => !steps.some((other) => sameDeed(one, other)));
    const allowed = withoutRefused(fresh, input, refused);
    byName.set(step.name, allowed);
    const after = (step.after ?? []).flatMap((name) => byName.get(name) ?? []).map((one) => one.id);
    steps.push(...allowed.map((one) => ({ ...one, after, guards: factsOf(one, guardFactsOf(input)) })));
  }
  const body = { playbook: playbook.id, incident: input.incident?.id ?? '', steps };
  return {
    ...body,
    madeAt: input.now,
    hash: hashPlan(body),
    impact: impactOf(steps, input.recentUse, input.incident, input.now),
    refused: refused.filter((one, index) => refused.findIndex((other) => sameRefusal(one, other)) === index),
  };
}

/** Sessions that have ended by themselves need no step; without a word they would look forgotten. */
function expired({ reached }: Suspects, input: PlanInput): readonly Refused[] {
  const over = reached.filter(({ expiresAt }) => expiresAt !== null && expiresAt <= input.now);
  const [first] = over;
  if (first === undefined) return [];
  const last = isoTime(Math.max(...over.map(({ expiresAt }) => expiresAt ?? 0)));
  const what = over.length === 1 ? first.id : `${String(over.length)} sessions, ${first.id} among them`;
  return [{ what, why: `expired by ${last}, nothing is left to stop` }];
}

function expand(
  step: PlaybookStep,
  input: PlanInput,
  suspects: Suspects,
  byName: ReadonlyMap<string, readonly BareStep[]>,
): { readonly steps: readonly BareStep[]; readonly refused: readonly Refused[] } {
  switch (step.kind) {
    case 'act':
      if (step.capability === 'issue' && consumersOf(input).length === 0) return { steps: [], refused: [NO_CONSUMER] };
      return expandAct(step, input, suspects);
    case 'deliver':
      return { steps: deliverSteps(step, byName.get(step.from) ?? [], input), refused: [] };
    case 'wait':
      return { steps: waitSteps(step, input), refused: [] };
  }
}

function withoutRefused(steps: readonly BareStep[], input: PlanInput, refused: Refused[]): readonly BareStep[] {
  return steps.filter((step) => {
    const why = factsOf(step, guardFactsOf(input))['refused'] ?? 'no';
    if (why === 'no') return true;
    refused.push({ what: `${step.title}: ${step.target.label}`, why });
    return false;
  });
}

/** What the guards of a plan made from this input read. */
export function guardFactsOf(input: PlanInput): GuardFacts {
  return {
    bindings: input.bindings,
    own: input.own,
    credentials: [...input.ancestors, ...input.subtree, ...input.known],
    incident: input.incident === null ? '' : input.incident.status === 'closed' ? 'closed' : 'open',
  };
}

/** Whatever part of the playbook asks for it, it is done once. */
export function sameDeed(a: BareStep, b: BareStep): boolean {
  return a.action === b.action && a.target.key === b.target.key;
}

function sameRefusal(a: Refused, b: Refused): boolean {
  return a.what === b.what && a.why === b.why;
}
