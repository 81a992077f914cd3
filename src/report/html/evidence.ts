import { html } from 'hono/html';
import type { EvidenceEvent } from '../../core/finding.ts';
import { isoDay, isoTime } from '../../core/time.ts';
import { truncate } from '../../kit/text-width.ts';
import type { Burst } from '../bursts.ts';
import { burstsOf, isUse, runsOfSame } from '../bursts.ts';
import type { IncidentReport } from '../incident-report.ts';
import { listed, placeText, shortActor, shortAlias } from '../names.ts';
import { timeOfDay } from '../when.ts';
import { usesOf } from './lanes.ts';
import type { Markup } from './markup.ts';
import { ident, NOTHING, scrolling, section, table, text } from './markup.ts';

/** Calls that a page can bear. */
const MOST_CALLS = 300;
const TOOL_COLUMNS = 40;
/** Libraries and systems follow the program in its own name; browsers all begin alike. */
const ALIKE = /^mozilla\//i;

/** What was done with the credentials, call by call, under who did it from where. */
export function evidence(report: IncidentReport): Markup {
  const uses = usesOf(report);
  if (uses.length === 0) return NOTHING;
  const chosen = chooseCalls(uses, report);
  const rest = Math.max(report.eventCount, uses.length) - chosen.length;
  const groups = burstsOf(chosen).map((burst) => rows(burst, report));
  const calls = table('evidence', ['Time (UTC)', 'Call', 'Outcome', 'On'], groups);
  const more = html`<p class="aside">${rest} more are stored; <code>keywatch search</code> shows them.</p>`;
  return section('evidence', 'Evidence', html`${scrolling('evidence-title', calls)}${rest > 0 ? more : NOTHING}`);
}

/** What findings rest on always stays; the rest is shown from the beginning. */
function chooseCalls(uses: readonly EvidenceEvent[], { incident }: IncidentReport): readonly EvidenceEvent[] {
  const bearing = new Set(incident.findings.flatMap((finding) => finding.evidence.map((event) => event.eventId)));
  const first = uses.filter((use) => bearing.has(use.eventId)).slice(0, MOST_CALLS);
  const others = uses.filter((use) => !bearing.has(use.eventId)).slice(0, MOST_CALLS - first.length);
  return [...first, ...others];
}

function rows(burst: Burst, { networks }: IncidentReport): Markup {
  const tools = listed([...new Set(burst.tools.map(shortTool))], 2);
  const by = isUse(burst)
    ? html`${text(shortActor(burst.actor))} · ${ident(shortAlias(burst.credential))}`
    : html`told by the provider`;
  const where = burst.address === '' ? '' : ` from ${placeText(burst.address, networks)}`;
  const who = html`<b>${isoDay(burst.from)}</b> · ${by}${text(where)}${tools === '' ? '' : ` with ${text(tools)}`}`;
  return html`<tbody>
<tr><th class="who" colspan="4" scope="rowgroup">${who}</th></tr>
${runsOfSame(burst.uses).map(row)}</tbody>`;
}

function shortTool(tool: string): string {
  const program = ALIKE.test(tool) ? tool : (tool.split(' ')[0] ?? tool);
  return truncate(program, TOOL_COLUMNS);
}

/** The same call with the same outcome over and over is one row. */
function row(same: readonly [EvidenceEvent, ...EvidenceEvent[]]): Markup {
  const [{ time, action, outcome }] = same;
  const targets = [...new Set(same.map((use) => use.target).filter((target) => target !== ''))];
  const when = html`<time datetime="${isoTime(time)}">${timeOfDay(time)}</time>`;
  const times = same.length > 1 ? html` <span class="times">×${same.length}</span>` : NOTHING;
  return html`<tr class="${outcome === 'success' ? '' : 'refused'}"><td class="when">${when}</td><td class="call">${text(action)}${times}</td><td class="outcome">${outcome}</td><td class="wrap">${text(listed(targets, 4))}</td></tr>
`;
}
