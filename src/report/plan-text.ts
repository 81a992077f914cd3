import type { PlannedRequest } from '../core/action.ts';
import type { Plan, PlanStep } from '../core/playbook.ts';
import { count, labelled } from './lines.ts';
import type { Style, TextOptions } from './paint.ts';
import { clean, paint } from './paint.ts';
import { clockTime } from './when.ts';

const RISK_STYLES: Readonly<Record<PlanStep['risk'], Style>> = {
  reversible: 'yellow',
  irreversible: 'red',
  harmless: 'green',
};

const MODE_WORDS: Readonly<Record<PlanStep['mode'], string>> = {
  auto: 'auto (Keywatch does it)',
  gated: 'gated (Keywatch does it where your plan with the provider allows)',
  guided: 'guided (a person does it; the run waits)',
  none: 'none (not offered)',
};

const VALIDITY = 'as long as what it rests on stays true; that is checked again right before each step';

export interface PlanTextOptions extends TextOptions {
  /** The command that approves this plan; '' where nothing can be approved. */
  readonly approve: string;
}

/** A plan as a person reads it before approving: order, calls, permissions, risk, undo, who is hit, what was left out. */
export function planText(plan: Plan, options: PlanTextOptions): string {
  const numbers = new Map(plan.steps.map((step, index) => [step.id, index + 1]));
  const lines = [
    paint('bold', `Plan ${clean(plan.playbook)} for ${plan.incident}: ${planSummary(plan)}`, options.color),
    `  made ${clockTime(plan.madeAt)} UTC, hash ${plan.hash.slice(0, 12)}; nothing has been changed`,
    ...plan.steps.flatMap((step, index) => ['', ...stepLines(step, index + 1, numbers, options)]),
    '',
    ...impactLines(plan, options),
    ...plan.refused.flatMap(({ what, why }) => labelled('left out', `${clean(what)}: ${clean(why)}`, options, 0)),
    ...labelled('valid', VALIDITY, options, 0),
    ...(options.approve === '' ? [] : labelled('approve', options.approve, options, 0)),
  ];
  return `${lines.join('\n')}\n`;
}

/** `4 steps, 3 write calls; 1 cannot be undone; 1 waits for a person`. */
export function planSummary(plan: Plan): string {
  const writes = plan.steps.flatMap((step) => step.requests).filter((request) => request.effect === 'write').length;
  const final = plan.steps.filter((step) => step.risk === 'irreversible').length;
  const guided = plan.steps.filter((step) => step.mode === 'guided').length;
  return [
    `${count(plan.steps.length, 'step')}, ${count(writes, 'write call')}`,
    undoText(plan.steps.length, final),
    ...(guided > 0 ? [`${guided} by a person`] : []),
  ].join('; ');
}

function undoText(steps: number, final: number): string {
  if (steps === 0) return 'nothing to undo';
  return final > 0 ? `${final} cannot be undone` : 'all of it can be undone';
}

function stepLines(
  step: PlanStep,
  number: number,
  numbers: ReadonlyMap<string, number>,
  options: TextOptions,
): readonly string[] {
  const after = step.after.flatMap((id) => numbers.get(id) ?? []).join(', ');
  const risk = paint(RISK_STYLES[step.risk], step.risk, options.color);
  return [
    `${String(number).padStart(2)}. ${paint('bold', clean(step.title), options.color)}  ${risk}, ${MODE_WORDS[step.mode]}`,
    ...labelled('on', clean(step.target.label), options, 4),
    ...step.requests.flatMap((request) => labelled('call', callText(request), options, 4)),
    ...(step.needs.length > 0 ? labelled('needs', clean(step.needs.join(', ')), options, 4) : []),
    ...(step.risk === 'reversible' ? labelled('undo', 'puts back what is there before the call', options, 4) : []),
    ...(step.caution !== '' ? labelled('mind', clean(step.caution), options, 4) : []),
    ...guideLines(step, options),
    ...(after !== '' ? labelled('after', `step ${after}`, options, 4) : []),
  ];
}

function guideLines({ guide }: PlanStep, options: TextOptions): readonly string[] {
  if (guide === undefined) return [];
  return [
    ...labelled('by', `${guide.owner === '' ? 'a person' : clean(guide.owner)} at ${clean(guide.link)}`, options, 4),
    ...guide.steps.flatMap((text) => labelled('', `- ${clean(text)}`, options, 4)),
  ];
}

/** `iam:UpdateAccessKey UserName=ci Status=Inactive (write)`. */
export function callText({ service, operation, params, effect }: PlannedRequest): string {
  const parameters = Object.entries(params).map(([name, value]) => `${name}=${value}`);
  return clean([`${service}:${operation}`, ...parameters, `(${effect})`].join(' '));
}

function impactLines(plan: Plan, options: TextOptions): readonly string[] {
  if (plan.impact.length === 0) return labelled('impact', 'no workload was seen using it lately', options, 0);
  return plan.impact.flatMap((line, index) => labelled(index === 0 ? 'impact' : '', `- ${clean(line)}`, options, 0));
}
