import type { PlannedRequest } from '../core/action.ts';
import type { Plan, PlanStep } from '../core/playbook.ts';
import { wrap } from '../kit/text-width.ts';
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

const OFFER = 'approving the plan leaves it out; it is done when a person confirms this step by itself';

export interface PlanTextOptions extends TextOptions {
  /** The command that approves this plan; '' where nothing can be approved. */
  readonly approve: string;
}

/** A plan as a person reads it before approving: order, calls, permissions, risk, undo, who is hit, what was left out. */
export function planText(plan: Plan, options: PlanTextOptions): string {
  const numbers = new Map(plan.steps.map((step, index) => [step.id, index + 1]));
  const lines = [
    ...wrap(`Plan ${clean(plan.playbook)} for ${plan.incident}: ${planSummary(plan)}`, options.width ?? Infinity).map(
      (line) => paint('bold', line, options.color),
    ),
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
  const offered = plan.steps.filter(({ target }) => target.offered === true).length;
  const guided = plan.steps.filter((step) => step.mode === 'guided').length;
  return [
    `${count(plan.steps.length, 'step')}, ${count(writes, 'write call')}`,
    undoText(plan.steps.length, final),
    ...(guided > 0 ? [`${guided} by a person`] : []),
    ...(offered > 0 ? [`${offered} only offered`] : []),
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
  return [
    ...headLines(step, number, options),
    ...labelled('on', clean(step.target.label), options, 4),
    ...step.requests.flatMap((request) => labelled('call', callText(request), options, 4)),
    ...(step.needs.length > 0 ? labelled('needs', clean(step.needs.join(', ')), options, 4) : []),
    ...(step.risk === 'reversible' ? labelled('undo', 'puts back what is there before the call', options, 4) : []),
    ...(step.target.offered === true ? labelled('offer', OFFER, options, 4) : []),
    ...(step.caution !== '' ? labelled('mind', clean(step.caution), options, 4) : []),
    ...guideLines(step, options),
    ...(after !== '' ? labelled('after', `step ${after}`, options, 4) : []),
  ];
}

/** In one line where that fits. */
function headLines({ mode, risk, title }: PlanStep, number: number, { color, width }: TextOptions): readonly string[] {
  const name = `${String(number).padStart(2)}. ${clean(title)}`;
  const kind = `${risk}, ${MODE_WORDS[mode]}`;
  const shown = name.replace(clean(title), (text) => paint('bold', text, color));
  const painted = (text: string): string => text.replace(risk, (word) => paint(RISK_STYLES[risk], word, color));
  const room = width ?? Infinity;
  if (name.length + 2 + kind.length <= room) return [`${shown}  ${painted(kind)}`];
  return [shown, ...wrap(kind, room - 4).map((line, index) => `    ${index === 0 ? painted(line) : line}`)];
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
