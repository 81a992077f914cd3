import { html } from 'hono/html';
import type { EvidenceEvent } from '../../core/finding.ts';
import { isoDay, isoTime } from '../../core/time.ts';
import type { Burst } from '../bursts.ts';
import { burstsOf } from '../bursts.ts';
import type { IncidentReport } from '../incident-report.ts';
import { listed, placeText, shortActor, shortAlias } from '../names.ts';
import { timeOfDay } from '../when.ts';
import { usesOf } from './lanes.ts';
import type { Markup } from './markup.ts';
import { ident, NOTHING, scrolling, section, table, text } from './markup.ts';

/** Rows of evidence that a page can bear. */
const MOST_ROWS = 300;

/** What was done with the credentials, call by call, under who did it from where. */
export function evidence(report: IncidentReport): Markup {
  const uses = usesOf(report);
  if (uses.length === 0) return NOTHING;
  const rest = Math.max(report.eventCount, uses.length) - Math.min(uses.length, MOST_ROWS);
  const groups = burstsOf(uses.slice(0, MOST_ROWS)).map((burst) => rows(burst, report));
  const calls = table('evidence', ['Time (UTC)', 'Call', 'Outcome', 'On'], groups);
  const more = html`<p class="aside">${rest} more are stored; <code>keywatch search</code> shows them.</p>`;
  return section('evidence', 'Evidence', html`${scrolling('evidence-title', calls)}${rest > 0 ? more : NOTHING}`);
}

function rows(burst: Burst, { networks }: IncidentReport): Markup {
  const tools = burst.tools.length === 0 ? '' : ` with ${listed(burst.tools, 2)}`;
  const who = html`<b>${isoDay(burst.from)}</b> · ${text(shortActor(burst.actor))} · ${ident(shortAlias(burst.credential))} from ${text(placeText(burst.address, networks))}${text(tools)}`;
  return html`<tbody>
<tr><th class="who" colspan="4" scope="rowgroup">${who}</th></tr>
${burst.uses.map(row)}</tbody>`;
}

function row({ time, action, outcome, target }: EvidenceEvent): Markup {
  const when = html`<time datetime="${isoTime(time)}">${timeOfDay(time)}</time>`;
  const cells = html`<td class="when">${when}</td><td class="call">${text(action)}</td><td class="outcome">${outcome}</td><td class="wrap">${text(target)}</td>`;
  return html`<tr class="${outcome === 'success' ? '' : 'refused'}">${cells}</tr>
`;
}
