import { html } from 'hono/html';
import type { IncidentReport } from '../incident-report.ts';
import { duration } from '../when.ts';
import type { Markup } from './markup.ts';
import { moment, NOTHING, section, text } from './markup.ts';

/** What could be seen, from when to when, and what could not: no verdict holds without it. */
export function coverage({ coverage: seen, blindSpans, proof }: IncidentReport): Markup {
  const blind = [...new Set([...seen.notVisible, ...(proof?.notVisible ?? [])])];
  const spans =
    seen.spans.length === 0
      ? html`<p>No source was read for this report.</p>`
      : html`<table><thead><tr><th scope="col">Source</th><th scope="col">Read from</th><th scope="col">to</th></tr></thead><tbody>${seen.spans.map(({ title, source, from, to }) => html`<tr><td>${text(title)}<span class="detail"><code>${source}</code></span></td><td>${moment(from)}</td><td>${moment(to)}</td></tr>`)}</tbody></table>`;
  const gaps =
    blindSpans.length === 0
      ? NOTHING
      : html`<h3>Blind for a time</h3><ul class="blindlist">${blindSpans.map(({ title, from, to, reason }) => html`<li><b>${text(title)}</b> ${moment(from)} to ${moment(to)} (${duration(to - from)}): ${text(reason)}</li>`)}</ul>`;
  const never =
    blind.length === 0
      ? NOTHING
      : html`<h3>Not visible at all</h3><ul class="blindlist">${blind.map((one) => html`<li>${text(one)}</li>`)}</ul>`;
  return section('coverage', 'What could be seen', html`${spans}${gaps}${never}`);
}
