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
import { NOTHING, section, text } from './markup.ts';

/** Rows of evidence that a page can bear. */
const MOST_ROWS = 300;

/** What was done with the credentials, call by call, under who did it from where. */
export function evidence(report: IncidentReport): Markup {
  const uses = usesOf(report);
  if (uses.length === 0) return NOTHING;
  const rest = Math.max(report.eventCount, uses.length) - Math.min(uses.length, MOST_ROWS);
  const groups = burstsOf(uses.slice(0, MOST_ROWS));
  return section(
    'evidence',
    'Evidence',
    html`<div class="scroll" tabindex="0" role="region" aria-labelledby="evidence-title"><table class="evidence"><thead><tr><th scope="col">Time (UTC)</th><th scope="col">Call</th><th scope="col">Outcome</th><th scope="col">On</th></tr></thead>${groups.map((group) => rows(group, report))}</table></div>${rest > 0 ? html`<p class="aside">${rest} more are stored; <code>keywatch search</code> shows them.</p>` : NOTHING}`,
  );
}

function rows(burst: Burst, { networks }: IncidentReport): Markup {
  const tools = burst.tools.length === 0 ? '' : ` with ${listed(burst.tools, 2)}`;
  const who = html`<b>${isoDay(burst.from)}</b> · ${text(shortActor(burst.actor))} · <code>${shortAlias(burst.credential)}</code> from ${text(placeText(burst.address, networks))}${text(tools)}`;
  return html`<tbody><tr><th class="who" colspan="4" scope="rowgroup">${who}</th></tr>${burst.uses.map(row)}</tbody>`;
}

function row(use: EvidenceEvent): Markup {
  return html`<tr class="${use.outcome === 'success' ? '' : 'refused'}"><td class="when"><time datetime="${isoTime(use.time)}">${timeOfDay(use.time)}</time></td><td class="call">${text(use.action)}</td><td class="outcome">${use.outcome}</td><td class="wrap">${text(use.target)}</td></tr>`;
}
