import { html } from 'hono/html';
import type { CoverageSpan } from '../../core/coverage.ts';
import type { BlindSpan, IncidentReport } from '../incident-report.ts';
import { duration } from '../when.ts';
import type { Markup } from './markup.ts';
import { detail, ident, moment, section, table, text, titledList } from './markup.ts';

/** What could be seen, from when to when, and what could not: no verdict holds without it. */
export function coverage({ coverage: seen, blindSpans, proof }: IncidentReport): Markup {
  // What the proof could not see stands with it.
  const told = new Set(proof?.notVisible ?? []);
  const never = seen.notVisible.filter((one) => !told.has(one));
  const body = html`${spans(seen.spans)}
${titledList('Blind for a time', blindSpans.map(blindItem), 'blindlist')}
${titledList(proof === null ? 'Not visible at all' : 'Not visible either', never, 'blindlist')}`;
  return section('coverage', 'What could be seen', body);
}

function spans(all: readonly CoverageSpan[]): Markup {
  if (all.length === 0) return html`<p>No source was read for this report.</p>`;
  const rows = all.map(
    ({ title, source, from, to }) =>
      html`<tr><td>${text(title)}${detail(ident(source))}</td><td>${moment(from)}</td><td>${moment(to)}</td></tr>
`,
  );
  return table('spans', ['Source', 'Read from', 'to'], html`<tbody>${rows}</tbody>`);
}

function blindItem({ title, from, to, reason }: BlindSpan): Markup {
  return html`<b>${text(title)}</b> ${moment(from)} to ${moment(to)} (${duration(to - from)}): ${text(reason)}`;
}
