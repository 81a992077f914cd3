import type { PlanStep } from '../core/playbook.ts';
import type { RefusalFacts } from './refusal.ts';
import { refusalOf } from './refusal.ts';

/** What a guard reads from our own store and configuration, never from the provider. */
export interface GuardFacts extends RefusalFacts {
  /** `open` as long as the incident may still be acted upon, `closed` after; '' without one. */
  readonly incident: 'open' | 'closed' | '';
}

/** The facts about a step by name. The plan keeps them; the saga compares them before it acts. */
export function factsOf(
  step: Pick<PlanStep, 'target' | 'covers'>,
  facts: GuardFacts,
): Readonly<Record<string, string>> {
  const found: Record<string, string> = { refused: refusalOf(step.target, step.covers, facts) ?? 'no' };
  if (facts.incident !== '') found['incident'] = facts.incident;
  for (const alias of step.covers) {
    const credential = facts.credentials.find((one) => one.id === alias || one.aliases.includes(alias));
    if (credential !== undefined) found[`actor of ${alias}`] = credential.actor;
  }
  return found;
}

/** The first guard that no longer holds, as a sentence, or null. What is no longer known has not changed. */
export function brokenGuard(step: PlanStep, now: Readonly<Record<string, string>>): string | null {
  for (const [name, planned] of Object.entries(step.guards)) {
    const current = now[name];
    if (current !== undefined && current !== planned) return `${name}: planned with "${planned}", now "${current}"`;
  }
  return null;
}
