import type { Plan, PlanStep } from '../core/playbook.ts';
import { isoTime } from '../core/time.ts';
import { consumersOf, DRAIN, deliverSteps, SOAK, waitSteps } from './engine-steps.ts';
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
  const dropped = new Set<string>();
  for (const step of playbook.steps) {
    if (step.when !== undefined && step.when !== urgency) continue;
    const moot =
      step.unlessReplaced === true ? steps.some((one) => isReplacing(one, input)) : needsOneOf(step, dropped);
    if (moot) {
      if (!byName.has(step.name)) dropped.add(step.name);
      continue;
    }
    const lacking = (step.requires ?? []).find((name) => (byName.get(name) ?? []).length === 0);
    if (lacking !== undefined) {
      const isOffered = step.kind !== 'act' || expand(step, { input, suspects, byName, playbook }).steps.length > 0;
      if (isOffered) refused.push({ what: step.name, why: `needs the step "${lacking}", which is not possible here` });
      continue;
    }
    const expanded = expand(step, { input, suspects, byName, playbook });
    refused.push(...expanded.refused);
    const fresh = expanded.steps.filter((one) => !steps.some((other) => includesDeed(other, one)));
    const allowed = withoutRefused(fresh, input, refused);
    const byOthers = step.kind === 'deliver' ? byHand(byName.get(step.from)) : [];
    byName.set(step.name, [...(byName.get(step.name) ?? []), ...allowed, ...byOthers]);
    const after = (step.after ?? []).flatMap((name) => byName.get(name) ?? []).map((one) => one.id);
    steps.push(...allowed.map((one) => ({ ...one, after, guards: factsOf(one, guardFactsOf(input)) })));
  }
  dropIdle(steps);
  const body = { playbook: playbook.id, incident: input.incident?.id ?? '', steps: firstThingsFirst(steps) };
  return {
    ...body,
    madeAt: input.now,
    hash: hashPlan(body),
    impact: impactOf(steps, input.recentUse, input.incident, input.now),
    refused: refused.filter((one, index) => refused.findIndex((other) => sameRefusal(one, other)) === index),
  };
}

function isReplacing({ action }: PlanStep, { connectors }: PlanInput): boolean {
  return connectors.some(({ actions }) => actions.some(({ id, replaces }) => id === action && replaces === true));
}

function needsOneOf({ requires = [] }: PlaybookStep, names: ReadonlySet<string>): boolean {
  return requires.some((name) => names.has(name));
}

/** Waiting makes sense before a step alone: until nobody uses a credential that is stopped then, or misses one that is deleted. */
function dropIdle(steps: PlanStep[]): void {
  const isIdle = ({ action, id }: PlanStep): boolean =>
    (action === SOAK || action === DRAIN) && !steps.some(({ after }) => after.includes(id));
  for (let at = steps.findIndex(isIdle); at >= 0; at = steps.findIndex(isIdle)) steps.splice(at, 1);
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

interface Expansion {
  readonly input: PlanInput;
  readonly suspects: Suspects;
  /** Steps so far by the name of what they were made of. */
  readonly byName: ReadonlyMap<string, readonly BareStep[]>;
  readonly playbook: Playbook;
}

function expand(
  step: PlaybookStep,
  { byName, input, playbook, suspects }: Expansion,
): { readonly steps: readonly BareStep[]; readonly refused: readonly Refused[] } {
  switch (step.kind) {
    case 'act': {
      const found = expandAct(step, input, suspects, makesSuccessor(playbook, input));
      if (step.capability !== 'issue' || consumersOf(input).length > 0) return found;
      return { steps: byHand(found.steps), refused: found.steps.every(isByHand) ? found.refused : [NO_CONSUMER] };
    }
    case 'deliver':
      return { steps: deliverSteps(step, notByHand(byName.get(step.from)), input), refused: [] };
    case 'wait':
      return { steps: waitSteps(step, input), refused: [] };
  }
}

function makesSuccessor({ steps }: Playbook, input: PlanInput): boolean {
  return steps.some((one) => one.kind === 'act' && one.capability === 'issue') && consumersOf(input).length > 0;
}

/** Whoever makes a successor by hand also puts it in place: nobody else ever sees it. */
function byHand(issuing: readonly BareStep[] = []): readonly BareStep[] {
  return issuing.filter(isByHand);
}

function notByHand(issuing: readonly BareStep[] = []): readonly BareStep[] {
  return issuing.filter((step) => !isByHand(step));
}

function isByHand({ mode }: BareStep): boolean {
  return mode === 'guided';
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

/** Whatever part of the playbook asks for it, it is done once: `done` does what `asked` would do. */
export function includesDeed(done: BareStep, asked: BareStep): boolean {
  const parts = partsOf(done);
  return done.action === asked.action && partsOf(asked).every((part) => parts.includes(part));
}

function partsOf({ target }: BareStep): readonly string[] {
  return target.parts ?? [target.key];
}

/** What cannot be done to a stopped credential comes before what stops it; everything else keeps its place. */
function firstThingsFirst(steps: readonly PlanStep[]): readonly PlanStep[] {
  const first = steps.filter(({ target }) => target.first === true);
  return [...first, ...steps.filter((step) => !first.includes(step))];
}

function sameRefusal(a: Refused, b: Refused): boolean {
  return a.what === b.what && a.why === b.why;
}
