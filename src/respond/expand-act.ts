import type { ActionDeclaration, ActionTarget, TargetContext, TargetRefusal } from '../core/action.ts';
import type { Credential } from '../core/credential.ts';
import { SEVERITIES } from '../core/event.ts';
import type { EvidenceEvent } from '../core/finding.ts';
import type { PlanStep } from '../core/playbook.ts';
import type { Millis } from '../core/time.ts';
import { bindingOf } from './bindings.ts';
import { withChecklist } from './checklist.ts';
import { type Candidate, joinSteps } from './join-steps.ts';
import type { PlanInput } from './plan-input.ts';
import type { ActStep } from './playbook.ts';
import { refusalOf } from './refusal.ts';
import type { Suspects } from './suspects.ts';

export interface Refused {
  readonly what: string;
  readonly why: string;
}

/** A step before its place in the plan is known. */
export type BareStep = Omit<PlanStep, 'after' | 'guards'>;

/** Asks every action of the step's capability about every credential it is meant for. */
export function expandAct(
  step: ActStep,
  input: PlanInput,
  suspects: Suspects,
  makesSuccessor: boolean,
): { readonly steps: readonly BareStep[]; readonly refused: readonly Refused[] } {
  const found = new Map<string, Candidate>();
  const refused: Refused[] = [];
  for (const credential of credentialsFor(step, input, suspects)) {
    for (const context of contextsFor(step, credential, input, suspects, makesSuccessor)) {
      for (const { action, connector, unavailable } of actionsOf(step, input)) {
        const target = action.target(credential, context);
        if (target === null || isGone(credential, target, input.now)) continue;
        if ('refused' in target) {
          refused.push({ what: `${action.title}: ${credential.id}`, why: target.refused });
          continue;
        }
        const why = action.mode === 'none' ? `nobody can do that by request: ${action.caution}` : unavailable;
        if (why !== '') {
          refused.push({ what: `${action.title}: ${target.label}`, why });
          continue;
        }
        const made = bareStep(step, connector, action, target, credential, input);
        const known = found.get(made.id)?.step;
        if (known === undefined) found.set(made.id, { action, order: action.order, step: made });
        else {
          // One that nobody may touch must not hold back the step for the others.
          const [kept, left] = whyRefused(known, input) === null ? [known, made] : [made, known];
          const no = whyRefused(left, input);
          if (no !== null) refused.push({ what: `${left.title}: ${left.covers.join(', ')}`, why: no });
          found.set(made.id, { action, order: action.order, step: no === null ? merged(known, made) : kept });
        }
      }
    }
  }
  const steps = joinSteps(step.name, [...found.values()])
    .toSorted((a, b) => a.order - b.order)
    .map((one) => withChecklist(one.step, input));
  return { steps, refused };
}

function whyRefused({ covers, target }: BareStep, input: PlanInput): string | null {
  const { bindings, own } = input;
  return refusalOf(target, covers, {
    bindings,
    own,
    credentials: [...input.ancestors, ...input.subtree, ...input.known],
  });
}

/** A deleted credential leaves sessions behind that only its principal's policies stop; an expired one leaves nothing. */
function isGone(credential: Credential, target: ActionTarget | TargetRefusal, now: Millis): boolean {
  if (credential.expiresAt !== null && credential.expiresAt <= now) return true;
  return credential.state === 'deleted' && ('refused' in target || target.principal === undefined);
}

function credentialsFor(step: ActStep, input: PlanInput, suspects: Suspects): readonly Credential[] {
  const subject = input.subtree.find((one) => one.id === input.subject || one.aliases.includes(input.subject));
  switch (step.on) {
    case 'suspects':
      return suspects.reached;
    case 'subject':
      return subject === undefined ? [] : [subject];
    case 'siblings':
      return [...suspects.reached, ...input.known].filter((one) => one.actor === subject?.actor);
    case 'events':
      return subject === undefined ? suspects.reached.slice(0, 1) : [subject];
  }
}

function contextsFor(
  step: ActStep,
  credential: Credential,
  input: PlanInput,
  suspects: Suspects,
  successor: boolean,
): TargetContext[] {
  const context: TargetContext = {
    approach: step.approach,
    subject: input.subject,
    ancestors: ancestorsOf(credential, input),
    subtree: suspects.reached,
    known: input.known,
    suspectSince: suspects.since,
    ...(successor ? { successor } : {}),
  };
  if (step.on !== 'events') return [context];
  const events = (input.incident?.findings ?? []).flatMap((finding) => finding.evidence);
  return events.map((event) => ({ ...context, event }));
}

function ancestorsOf(credential: Credential, input: PlanInput): readonly Credential[] {
  const all = [...input.ancestors, ...input.subtree];
  const chain: Credential[] = [];
  for (let current = credential; ; ) {
    const edge = input.edges.find((one) => one.child === current.id || current.aliases.includes(one.child));
    const parent = all.find(
      (one) => edge !== undefined && (one.id === edge.parent || one.aliases.includes(edge.parent)),
    );
    if (parent === undefined || chain.includes(parent)) return [...input.ancestors, ...chain].filter(unique);
    chain.unshift(parent);
    current = parent;
  }
}

function unique<T>(item: T, index: number, list: readonly T[]): boolean {
  return list.indexOf(item) === index;
}

interface Offer {
  readonly connector: string;
  readonly action: ActionDeclaration;
  /** Why it is of no use as things are configured; ''. */
  readonly unavailable: string;
}

function actionsOf(step: ActStep, input: PlanInput): readonly Offer[] {
  return input.connectors.flatMap((connector) =>
    connector.actions
      .filter((action) => action.capability === step.capability)
      .flatMap((action) => {
        const why = connector.unavailable === undefined ? '' : connector.unavailable(action.id);
        return why === null ? [] : [{ connector: connector.id, action, unavailable: why }];
      }),
  );
}

function bareStep(
  step: ActStep,
  connector: string,
  action: ActionDeclaration,
  target: ActionTarget,
  credential: Credential,
  input: PlanInput,
): BareStep {
  const guide = action.mode === 'guided' ? action.guide?.(target, evidenceIn(input)) : undefined;
  const owner = bindingOf(credential, input.bindings)?.owner ?? '';
  return {
    id: `${step.name}:${action.id}:${target.key}`,
    connector,
    action: action.id,
    title: action.title,
    capability: action.capability,
    mode: action.mode,
    risk: action.risk,
    target,
    covers: [credential.id],
    requests: action.plan(target),
    needs: action.needs,
    caution: action.caution,
    ...(guide === undefined ? {} : { guide: { ...guide, owner } }),
  };
}

function evidenceIn({ incident }: PlanInput): readonly EvidenceEvent[] {
  const findings = (incident?.findings ?? []).toSorted(
    (a, b) => SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity),
  );
  return findings.flatMap(({ evidence }) => evidence);
}

function merged(first: BareStep, second: BareStep): BareStep {
  return { ...first, covers: [...new Set([...first.covers, ...second.covers])] };
}
