import { html } from 'hono/html';
import type { ScorePart } from '../../core/incident.ts';
import type { IncidentReport } from '../incident-report.ts';
import type { Markup } from './markup.ts';
import { NOTHING, section, text } from './markup.ts';

/** Why this is an incident: every part of the sum, with what to look at. */
export function score(report: IncidentReport): Markup {
  const parts = [...report.incident.parts].sort((a, b) => b.points - a.points || (a.detector < b.detector ? -1 : 1));
  if (parts.length === 0) return NOTHING;
  const most = Math.max(...parts.map((part) => part.points), 1);
  return section(
    'why',
    `Why: ${report.incident.score} points`,
    html`<table class="score"><thead><tr><th scope="col" class="number">Points</th><th scope="col">Signal</th><th scope="col">What it saw, and what to look at first</th></tr></thead><tbody>${parts.map((part) => row(part, most, report))}</tbody></table>`,
  );
}

function row(part: ScorePart, most: number, { detectors }: IncidentReport): Markup {
  const info = detectors.get(part.detector);
  const width = Math.round((part.points / most) * 100);
  return html`<tr><td class="number">+${part.points}<span class="bar" style="width:${width}%" aria-hidden="true"></span></td><td><code>${part.detector}</code>${part.times > 1 ? html` <span class="times">×${part.times}</span>` : NOTHING}${info === undefined || info.attack.length === 0 ? NOTHING : html`<span class="detail">${info.attack.join(', ')}</span>`}</td><td>${text(part.reason)}${info === undefined ? NOTHING : html`<span class="detail">${info.triage}</span>`}</td></tr>`;
}
