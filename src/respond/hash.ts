import type { Plan, PlanStep } from '../core/playbook.ts';
import { sha256Hex } from '../kit/ids.ts';

/** SHA-256 (hex) over what an approval approves: the steps and what their guards read. */
export function hashPlan(plan: Pick<Plan, 'playbook' | 'incident' | 'steps'>): string {
  return sha256Hex(canonicalJson({ playbook: plan.playbook, incident: plan.incident, steps: plan.steps }));
}

/**
 * The same for the same attempt at the same step, whoever computes it after whatever crash.
 * 64 hex characters: short enough for every provider's idempotency token.
 */
export function idempotencyKeyOf(run: string, step: PlanStep, attempt: number): string {
  return sha256Hex(`${run}\n${step.id}\n${String(attempt)}`);
}

/** JSON with object keys in order, so that equal values have equal texts. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
    const entries = Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(entries);
  });
}
