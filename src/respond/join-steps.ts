import type { ActionDeclaration } from '../core/action.ts';
import type { BareStep } from './expand-act.ts';

/** A step on its way into a plan, with what it was made from. */
export interface Candidate {
  readonly action: ActionDeclaration;
  readonly order: number;
  readonly step: BareStep;
}

/** Steps of one action become one where the provider takes several targets in one request. */
export function joinSteps(name: string, candidates: readonly Candidate[]): readonly Candidate[] {
  return [...Map.groupBy(candidates, ({ action }) => action)].flatMap(([action, all]) => {
    const { join } = action;
    return join === undefined || all.length < 2
      ? all
      : inGroups(all, join.most).map((group) => joined(name, action, group));
  });
}

function joined(name: string, action: ActionDeclaration, group: readonly Candidate[]): Candidate {
  const [first] = group;
  if (first === undefined || action.join === undefined) throw new RangeError('there is nothing to join');
  if (group.length === 1) return first;
  const steps = group.map(({ step }) => step);
  const parts = steps.map(({ target }) => target.key);
  const target = { ...action.join.targets(steps.map((step) => step.target)), parts };
  const step: BareStep = {
    ...first.step,
    id: `${name}:${action.id}:${target.key}`,
    target,
    covers: [...new Set(steps.flatMap(({ covers }) => covers))],
    requests: action.plan(target),
  };
  return { ...first, step };
}

function inGroups<T>(items: readonly T[], most: number): readonly (readonly T[])[] {
  const groups: T[][] = [];
  for (let start = 0; start < items.length; start += most) groups.push(items.slice(start, start + most));
  return groups;
}
