import type { ActionTarget } from '../core/action.ts';
import type { ConsumerBinding, Credential } from '../core/credential.ts';
import type { Millis } from '../core/time.ts';
import { DAY, HOUR, MINUTE } from '../core/time.ts';
import { bindingOf } from './bindings.ts';
import type { BareStep } from './expand-act.ts';
import type { PlanInput } from './plan-input.ts';
import type { DeliverStep, WaitStep } from './playbook.ts';

/** Steps that the engine carries out itself name this as their connector. */
export const ENGINE = 'keywatch';
export const DELIVER = 'keywatch.deliver';
export const DRAIN = 'keywatch.drain';
export const SOAK = 'keywatch.soak';

/** How long consumers may go on using what they have cached (secret-store clients: 1 h by default). */
export const CONSUMER_CACHE: Millis = 1 * HOUR;
/** Nothing is called unused after less than this. */
export const MIN_QUIET: Millis = 30 * MINUTE;
/** With an exposure a person is asked after a day; without one there is time to let a weekly job come round. */
const DEADLINE_EXPOSED = 1 * DAY;
const DEADLINE_ROUTINE = 14 * DAY;
const SOAK_TIME = 1 * DAY;

/** One step for each consumer that configuration binds to the credential. */
export function deliverSteps(step: DeliverStep, issuing: readonly BareStep[], input: PlanInput): readonly BareStep[] {
  const consumers = consumersOf(input);
  return issuing.flatMap((issue) =>
    consumers.map((consumer) =>
      engineStep(step.name, DELIVER, {
        title: 'Deliver the successor',
        capability: 'deliver',
        risk: 'reversible',
        target: {
          key: `${consumer.store}/${consumer.target}`,
          account: issue.target.account,
          label: `consumer ${consumer.target} in ${consumer.store}`,
          params: { store: consumer.store, target: consumer.target, from: issue.id },
        },
        covers: issue.covers,
        requests: [
          { service: consumer.store, operation: 'deliver', params: { target: consumer.target }, effect: 'write' },
        ],
        caution: consumer.reload === '' ? '' : `its users take it up after: ${consumer.reload}`,
      }),
    ),
  );
}

/** Where a successor would go; without any, making one would lose its secret. */
export function consumersOf(input: PlanInput): readonly ConsumerBinding[] {
  const subject = subjectOf(input);
  return subject === null ? [] : (bindingOf(subject, input.bindings)?.consumers ?? []);
}

/** Waiting for the old credential to fall out of use, or for nobody to miss it. */
export function waitSteps(step: WaitStep, input: PlanInput): readonly BareStep[] {
  const subject = subjectOf(input);
  if (subject === null) return [];
  const unused = step.until === 'unused';
  const params: Record<string, string> = unused
    ? {
        credential: subject.id,
        quiet: String(Math.max(input.drainSilence ?? CONSUMER_CACHE, MIN_QUIET)),
        deadline: String(input.incident === null ? DEADLINE_ROUTINE : DEADLINE_EXPOSED),
      }
    : { credential: subject.id, time: String(SOAK_TIME) };
  return [
    engineStep(step.name, unused ? DRAIN : SOAK, {
      title: unused ? 'Wait until the old credential is out of use' : 'Wait whether anybody misses the old credential',
      capability: 'probe',
      risk: 'harmless',
      target: { key: subject.id, account: subject.account, label: subject.id, params },
      covers: [subject.id],
      requests: [],
      caution: '',
    }),
  ];
}

function subjectOf(input: PlanInput): Credential | null {
  return input.subtree.find((one) => one.id === input.subject || one.aliases.includes(input.subject)) ?? null;
}

function engineStep(
  name: string,
  action: string,
  step: Pick<BareStep, 'title' | 'capability' | 'risk' | 'covers' | 'requests' | 'caution'> & { target: ActionTarget },
): BareStep {
  return { id: `${name}:${action}:${step.target.key}`, connector: ENGINE, action, mode: 'auto', needs: [], ...step };
}
