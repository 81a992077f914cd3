import { bindingOf } from './bindings.ts';
import type { PlanInput } from './plan-input.ts';
import type { Urgency } from './playbook.ts';

/** What is known about the danger, and what follows from it. */
export interface Judgement {
  readonly urgency: Urgency;
  /** Whether containment may run without a person. */
  readonly automatic: boolean;
  readonly why: string;
}

/**
 * Foreign use: stop first and accept the outage. Secret seen in public: stop first unless the
 * key is marked `availability-first`. Anything less: let its users move first. Identifiers are
 * not secret, so an exposure that shows an identifier alone moves nothing; neither does history.
 */
export function judge(input: PlanInput): Judgement {
  if (input.incident?.historical === true) return routine('its events are history');
  if (hasForeignUse(input)) {
    return { urgency: 'leak', automatic: true, why: 'the credential was used by somebody else' };
  }
  const seen = input.exposures.filter((exposure) => exposure.secretSeen);
  if (seen.some((exposure) => exposure.public)) {
    if (isAvailabilityFirst(input)) return routine('exposed in public, but marked availability-first');
    return { urgency: 'leak', automatic: true, why: 'the secret was seen in public' };
  }
  if (seen.length > 0) return routine('the secret was seen in a private place and no foreign use is known');
  if (input.exposures.length > 0) return routine('only its identifier was seen, which is not secret');
  return routine('nothing says that it is in foreign hands');
}

function routine(why: string): Judgement {
  return { urgency: 'routine', automatic: false, why };
}

function hasForeignUse(input: PlanInput): boolean {
  const findings = input.incident?.findings ?? [];
  return findings.some(
    (finding) =>
      !finding.historical &&
      (finding.severity === 'high' || finding.severity === 'critical') &&
      finding.evidence.length > 0,
  );
}

function isAvailabilityFirst(input: PlanInput): boolean {
  const subject = input.subtree.find((one) => one.id === input.subject || one.aliases.includes(input.subject));
  return subject !== undefined && bindingOf(subject, input.bindings)?.availabilityFirst === true;
}
