import { html } from 'hono/html';
import type { DetectorInfo } from '../../core/detector.ts';
import type { ScorePart } from '../../core/incident.ts';
import type { IncidentReport } from '../incident-report.ts';
import type { Markup } from './markup.ts';
import { detail, ident, NOTHING, section, table, text } from './markup.ts';

/** Why this is an incident: every part of the sum, with what to look at. */
export function score({ incident, detectors }: IncidentReport): Markup {
  const parts = [...incident.parts].sort((a, b) => b.points - a.points || (a.detector < b.detector ? -1 : 1));
  if (parts.length === 0) return NOTHING;
  const most = Math.max(...parts.map((part) => part.points), 1);
  const rows = parts.map((part) => row(part, most, detectors.get(part.detector)));
  const heads = ['Points', 'Signal', 'What it saw, and what to look at first'];
  return section('why', `Why: ${incident.score} points`, table('score', heads, html`<tbody>${rows}</tbody>`));
}

function row({ detector, points, times, reason }: ScorePart, most: number, info: DetectorInfo | undefined): Markup {
  const bar = html`<span class="bar" style="width:${Math.round((points / most) * 100)}%" aria-hidden="true"></span>`;
  const again = times > 1 ? html` <span class="times">×${times}</span>` : NOTHING;
  const attack = info === undefined || info.attack.length === 0 ? NOTHING : detail(info.attack.join(', '));
  const triage = info === undefined || info.triage === '' ? NOTHING : detail(info.triage);
  return html`<tr>
<td class="number">+${points}${bar}</td>
<td>${ident(detector)}${again}${attack}</td>
<td>${text(reason)}${triage}</td>
</tr>
`;
}
