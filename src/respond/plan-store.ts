import { AppError } from '../core/errors.ts';
import type { Plan } from '../core/playbook.ts';
import type { Store } from '../core/ports.ts';
import { hashPlan } from './hash.ts';

const KEY = 'plan/';
/** As many characters of a hash as people have to type. */
const SHORT = 12;

/** Keeps a plan under its hash, so that exactly what was shown can be approved later. */
export async function savePlan(settings: Store['settings'], plan: Plan): Promise<void> {
  await settings.set(`${KEY}${plan.hash.slice(0, SHORT)}`, JSON.stringify(plan));
}

/**
 * The plan that somebody approves by its hash, whole or its first 12 characters.
 * @throws AppError `PLAN_UNKNOWN`, `PLAN_CHANGED`
 */
export async function loadPlan(settings: Store['settings'], hash: string): Promise<Plan> {
  const text = hash.length < SHORT ? null : await settings.get(`${KEY}${hash.slice(0, SHORT)}`);
  if (text === null) {
    throw new AppError(`there is no plan ${hash}`, {
      code: 'PLAN_UNKNOWN',
      kind: 'bad-input',
      hint: `Make the plan again and give at least ${String(SHORT)} characters of its hash.`,
    });
  }
  const plan = JSON.parse(text) as Plan;
  if (plan.hash.startsWith(hash) && hashPlan(plan) === plan.hash) return plan;
  throw new AppError(`the stored plan ${hash} is not the one that its hash names`, {
    code: 'PLAN_CHANGED',
    kind: 'conflict',
    hint: 'Make the plan again and approve that.',
  });
}
