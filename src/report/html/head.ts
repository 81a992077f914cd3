import { html } from 'hono/html';
import type { IncidentReport } from '../incident-report.ts';
import { count } from '../lines.ts';
import { PROOF_WORDS, RUN_WORDS } from '../state-words.ts';
import { summaryOf } from '../summary.ts';
import { duration } from '../when.ts';
import type { Markup } from './markup.ts';
import { ident, NOTHING, pill, text } from './markup.ts';

/** What happened, how bad, where it stands: the part that is read even when nothing else is. */
export function head(report: IncidentReport): Markup {
  const { incident } = report;
  const owner = incident.owner === '' ? 'nobody on it' : `with ${incident.owner}`;
  return html`<header>
<p class="eyebrow">Incident report · ${ident(incident.id)} · ${text(incident.provider)} account ${ident(incident.account)}</p>
<h1>${text(incident.title)}</h1>
<p class="badges">${pill(incident.severity, incident.severity)}${pill(`${incident.score} points`, 'plain')}${pill(incident.status, 'plain')}${incident.historical ? pill('historical', 'plain') : NOTHING}<span class="owner">${text(owner)}</span></p>
<p class="lead">${text(summaryOf(report).join(' '))}</p>
${figures(report)}
${incident.verdict === '' ? NOTHING : html`<p class="verdict"><b>Verdict</b> ${text(incident.verdict)}</p>`}
</header>`;
}

/** The few numbers that a reader asks for first. */
function figures(report: IncidentReport): Markup {
  const { incident, exposures, proof, eventCount, edges, runs } = report;
  const exposedAt = exposures.length === 0 ? null : Math.min(...exposures.map((one) => one.exposedAt));
  const last = runs.at(-1);
  const state =
    proof !== null
      ? PROOF_WORDS[proof.verdict]
      : last !== undefined
        ? RUN_WORDS[last.run.state]
        : { word: 'nothing done', style: 'dim' };
  const cells: readonly (readonly [string, string, string])[] = [
    ...(exposedAt !== null && incident.firstEvent >= exposedAt
      ? [['Exposure to use', duration(incident.firstEvent - exposedAt), ''] as const]
      : []),
    ['Active for', duration(incident.lastEvent - incident.firstEvent), ''],
    ...(proof !== null && proof.containedAt >= incident.firstEvent
      ? [['Use to containment', duration(proof.containedAt - incident.firstEvent), ''] as const]
      : []),
    ['Stored events', String(eventCount), ''],
    ['Made with it', count(edges.length, 'credential'), ''],
    ['Containment', state.word, state.style],
  ];
  return html`<dl class="figures">${cells.map(([name, value, tone]) => html`<div><dt>${name}</dt><dd class="${tone}">${value}</dd></div>`)}</dl>`;
}
