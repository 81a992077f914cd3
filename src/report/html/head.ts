import { html } from 'hono/html';
import type { IncidentReport } from '../incident-report.ts';
import { count } from '../lines.ts';
import { PROOF_WORDS, RUN_WORDS } from '../state-words.ts';
import { firstUseOf, summaryOf } from '../summary.ts';
import { duration } from '../when.ts';
import type { Markup } from './markup.ts';
import { ident, NOTHING, pill, text } from './markup.ts';

/** What happened, how bad, where it stands: the part that is read even when nothing else is. */
export function head(report: IncidentReport): Markup {
  const { incident } = report;
  const owner = incident.owner === '' ? 'nobody on it' : `with ${incident.owner}`;
  const badges = [
    pill(incident.severity, incident.severity),
    pill(`${incident.score} points`, 'plain'),
    pill(incident.status, 'plain'),
    ...(incident.historical ? [pill('historical', 'plain')] : []),
  ];
  const verdict = html`<p class="verdict"><b>Verdict</b> ${text(incident.verdict)}</p>`;
  return html`<header>
<p class="eyebrow">Incident report · ${ident(incident.id)} · ${text(incident.provider)} account ${ident(incident.account)}</p>
<h1>${text(incident.title)}</h1>
<p class="badges">${badges}<span class="owner">${text(owner)}</span></p>
<p class="lead">${text(summaryOf(report).join(' '))}</p>
${figures(report)}
${incident.verdict === '' ? NOTHING : verdict}
</header>
`;
}

type Figure = readonly [name: string, value: string, tone: string];

/** The few numbers that a reader asks for first. */
function figures(report: IncidentReport): Markup {
  const { incident, exposures, proof, eventCount, edges } = report;
  const firstUse = firstUseOf(report);
  const exposedAt = Math.min(...exposures.map((one) => one.exposedAt));
  const cells: readonly Figure[] = [
    ...(Number.isFinite(exposedAt) ? spanOf('Exposure to use', exposedAt, firstUse) : []),
    ['Active for', duration(incident.lastEvent - firstUse), ''],
    ...(proof === null ? [] : spanOf('Use to containment', firstUse, proof.containedAt)),
    ['Stored events', String(eventCount), ''],
    ['Made with it', count(edges.length, 'credential'), ''],
    stateFigure(report),
  ];
  return html`<dl class="figures">${cells.map(cell)}</dl>`;
}

function cell([name, value, tone]: Figure): Markup {
  return html`<div><dt>${name}</dt><dd class="${tone}">${value}</dd></div>
`;
}

/** Nothing where the two stand in the wrong order: then it is no span of this story. */
function spanOf(name: string, from: number, to: number): readonly Figure[] {
  return from <= to ? [[name, duration(to - from), '']] : [];
}

function stateFigure({ proof, runs }: IncidentReport): Figure {
  const last = runs.at(-1);
  if (proof !== null) return ['Containment', PROOF_WORDS[proof.verdict].word, PROOF_WORDS[proof.verdict].style];
  if (last !== undefined) return ['Response', RUN_WORDS[last.run.state].word, RUN_WORDS[last.run.state].style];
  return ['Response', 'nothing done', 'dim'];
}
