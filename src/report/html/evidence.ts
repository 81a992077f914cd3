import { html } from 'hono/html';
import type { EvidenceEvent } from '../../core/finding.ts';
import type { IncidentReport } from '../incident-report.ts';
import { placeText, shortActor, shortAlias } from '../names.ts';
import { usesOf } from './lanes.ts';
import type { Markup } from './markup.ts';
import { moment, NOTHING, section, text } from './markup.ts';

/** Rows of evidence that a page can bear. */
const MOST_ROWS = 300;

/** What was done with the credentials, call by call. */
export function evidence(report: IncidentReport): Markup {
  const uses = usesOf(report);
  if (uses.length === 0) return NOTHING;
  const rest = Math.max(report.eventCount, uses.length) - Math.min(uses.length, MOST_ROWS);
  return section(
    'evidence',
    'Evidence',
    html`<div class="scroll" tabindex="0" role="region" aria-labelledby="evidence-title"><table class="evidence"><thead><tr><th scope="col">Time (UTC)</th><th scope="col">Call</th><th scope="col">Outcome</th><th scope="col">On</th><th scope="col">From</th><th scope="col">With</th><th scope="col">As</th></tr></thead><tbody>${uses.slice(0, MOST_ROWS).map((use) => row(use, report))}</tbody></table></div>${rest > 0 ? html`<p class="note">${rest} more are stored; <code>keywatch search</code> shows them.</p>` : NOTHING}`,
  );
}

function row(use: EvidenceEvent, { networks }: IncidentReport): Markup {
  return html`<tr class="${use.outcome === 'success' ? '' : 'refused'}"><td class="when">${moment(use.time)}</td><td><b>${text(use.action)}</b></td><td>${use.outcome}</td><td class="wrap">${text(use.target)}</td><td>${text(placeText(use.address, networks))}</td><td class="wrap">${text(use.tool)}</td><td>${text(shortActor(use.actor))}<span class="detail"><code>${shortAlias(use.credential)}</code></span></td></tr>`;
}
