import { html } from 'hono/html';
import type { Plan } from '../../core/playbook.ts';
import type { Proof } from '../../core/proof.ts';
import type { IncidentReport, RunView, StepView } from '../incident-report.ts';
import { callText, planSummary } from '../plan-text.ts';
import { silenceText } from '../proof-text.ts';
import { detailOf } from '../run-text.ts';
import { PROOF_WORDS, RUN_WORDS, STEP_WORDS } from '../state-words.ts';
import type { Markup } from './markup.ts';
import { ident, moment, NOTHING, pill, section, text } from './markup.ts';

const TONES: Readonly<Record<string, string>> = {
  green: 'good',
  yellow: 'medium',
  red: 'critical',
  cyan: 'low',
  dim: 'plain',
};

/** What was done, or could be, and the proof that it worked. */
export function response(report: IncidentReport): Markup {
  const body = html`${report.runs.map(runPart)}${report.runs.length === 0 && report.plan !== null ? planPart(report.plan) : NOTHING}${report.runs.length === 0 && report.plan === null ? html`<p>Nothing has been done, and no plan has been made.</p>` : NOTHING}`;
  return html`${section('done', 'What was done', body)}${report.proof === null ? NOTHING : section('proof', 'Proof of containment', proofPart(report.proof))}`;
}

function runPart({ run, steps, todo }: RunView): Markup {
  const { word, style } = RUN_WORDS[run.state];
  return html`<h3>${text(run.plan.playbook)} ${pill(word, TONES[style] ?? 'plain')}</h3><p class="aside">${ident(run.id)} · begun ${moment(run.startedAt)}${run.approvedBy === '' ? '' : ` · approved by ${text(run.approvedBy)}`} · plan ${ident(run.plan.hash.slice(0, 12))}</p>
<ol class="steps">${steps.map(stepItem)}</ol>${todo.length === 0 ? NOTHING : html`<p><b>A person has to</b></p><ul>${todo.map((one) => html`<li>${text(one)}</li>`)}</ul>`}`;
}

function stepItem(view: StepView): Markup {
  const { word, style } = STEP_WORDS[view.state];
  const done = view.at > 0 ? html`<span class="when">${moment(view.at)}</span>` : NOTHING;
  return html`<li>${pill(word, TONES[style] ?? 'plain')} <b>${text(view.step.title)}</b> ${text(view.step.target.label)} ${done}${detailOf(view).map((one) => html`<span class="detail">${text(one)}</span>`)}${view.step.requests.map((request) => html`<span class="detail"><code>${callText(request)}</code></span>`)}</li>`;
}

function planPart(plan: Plan): Markup {
  return html`<p>Nothing has been done yet. A plan is ready: ${planSummary(plan)}.</p><ol class="steps">${plan.steps.map((step) => html`<li><b>${text(step.title)}</b> ${text(step.target.label)} ${pill(step.risk, step.risk === 'irreversible' ? 'critical' : 'plain')}${step.caution === '' ? NOTHING : html`<span class="detail">${text(step.caution)}</span>`}${step.requests.map((request) => html`<span class="detail"><code>${callText(request)}</code></span>`)}</li>`)}</ol>${plan.impact.length === 0 ? NOTHING : html`<p><b>Who would be hit</b></p><ul>${plan.impact.map((one) => html`<li>${text(one)}</li>`)}</ul>`}${plan.refused.length === 0 ? NOTHING : html`<p><b>Left out</b></p><ul>${plan.refused.map(({ what, why }) => html`<li>${text(what)}: ${text(why)}</li>`)}</ul>`}`;
}

function proofPart(proof: Proof): Markup {
  const { word, style } = PROOF_WORDS[proof.verdict];
  const tone = TONES[style] ?? 'plain';
  return html`<div class="proof ${tone}"><p>${pill(word, tone)} ${text(proof.statement)}</p></div>
<table><thead><tr><th scope="col">Asked</th><th scope="col">Answer</th></tr></thead><tbody>${proof.provider.map(({ label, result, evidence }) => html`<tr><td>${text(label)}</td><td><b>${result}</b> ${text(evidence)}</td></tr>`)}<tr><td>The log</td><td>${text(silenceText(proof))}${proof.silence.examples.map((one) => html`<span class="detail">${text(one)}</span>`)}</td></tr>${proof.rounds.map(({ at, found }) => html`<tr><td>Looked again ${moment(at)}</td><td>${found.length === 0 ? 'nothing more to do' : text(found.join('; '))}</td></tr>`)}</tbody></table>
<p class="aside">Contained ${moment(proof.containedAt)}; asked ${moment(proof.at)}. Seen through: ${proof.seen.length === 0 ? 'no source' : text(proof.seen.join('; '))}.</p>`;
}
