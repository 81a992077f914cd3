import { html } from 'hono/html';
import type { PlannedRequest } from '../../core/action.ts';
import type { Plan, PlanStep } from '../../core/playbook.ts';
import type { IncidentReport, RunView, StepView } from '../incident-report.ts';
import { callText, planSummary } from '../plan-text.ts';
import { detailOf } from '../run-text.ts';
import { RUN_WORDS, STEP_WORDS } from '../state-words.ts';
import type { Markup } from './markup.ts';
import { detail, ident, moment, NOTHING, pill, section, text, titledList } from './markup.ts';
import { toneOf } from './tones.ts';

/** What was done, or else what could be. */
export function response({ runs, plan }: IncidentReport): Markup {
  if (runs.length > 0) return section('done', 'What was done', html`${runs.map(runPart)}`);
  if (plan !== null) return section('done', 'What could be done', planPart(plan));
  return section('done', 'What was done', html`<p>Nothing has been done, and no plan has been made.</p>`);
}

function runPart({ run, steps, todo }: RunView): Markup {
  const { word, style } = RUN_WORDS[run.state];
  const approved = run.approvedBy === '' ? NOTHING : html` · approved by ${text(run.approvedBy)}`;
  return html`<h3>${text(run.plan.playbook)} ${pill(word, toneOf(style))}</h3>
<p class="aside">${ident(run.id)} · begun ${moment(run.startedAt)}${approved} · plan ${ident(run.plan.hash.slice(0, 12))}</p>
<ol class="steps">${steps.map(stepItem)}</ol>
${titledList('A person has to', todo)}`;
}

function stepItem(view: StepView): Markup {
  const { word, style } = STEP_WORDS[view.state];
  const when = view.at > 0 ? html`<span class="when">${moment(view.at)}</span>` : NOTHING;
  return html`<li>${pill(word, toneOf(style))} ${what(view.step)} ${when}${detailOf(view).map(detail)}${view.step.requests.map(call)}</li>
`;
}

function planPart(plan: Plan): Markup {
  return html`<p>Nothing has been done yet. A plan is ready: ${planSummary(plan)}.</p>
<ol class="steps">${plan.steps.map(planItem)}</ol>
${titledList('Who would be hit', plan.impact)}
${titledList(
  'Left out',
  plan.refused.map(({ what: left, why }) => `${left}: ${why}`),
)}`;
}

function planItem(step: PlanStep): Markup {
  const risk = pill(step.risk, step.risk === 'irreversible' ? 'critical' : 'plain');
  const offer = step.target.offered === true ? html` ${pill('offered', 'plain')}` : NOTHING;
  const caution = step.caution === '' ? NOTHING : detail(step.caution);
  return html`<li>${what(step)} ${risk} ${pill(step.mode, 'plain')}${offer}${caution}${step.requests.map(call)}</li>
`;
}

function what(step: PlanStep): Markup {
  return html`<b>${text(step.title)}</b> ${text(step.target.label)}`;
}

function call(request: PlannedRequest): Markup {
  return detail(html`<code>${callText(request)}</code>`);
}
