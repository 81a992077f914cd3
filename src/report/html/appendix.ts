import { html } from 'hono/html';
import type { EventRow } from '../../core/ports.ts';
import type { IncidentReport } from '../incident-report.ts';
import type { Markup } from './markup.ts';
import { ident, moment, NOTHING, section, text } from './markup.ts';

/** Where each event can be read again, and the hash that shows that it was not changed. */
export function appendix(report: IncidentReport): Markup {
  const places = byPlace(report.events);
  const table =
    places.length === 0
      ? NOTHING
      : html`<div class="scroll" tabindex="0" role="region" aria-labelledby="appendix-title"><table class="hashes"><thead><tr><th scope="col">Record</th><th scope="col">Event</th><th scope="col">Time (UTC)</th></tr></thead>${places.map(placeRows)}</table></div>`;
  const config = report.configHash === '' ? '' : html`<dt>Configuration</dt><dd>${ident(report.configHash)}</dd>`;
  return section(
    'appendix',
    'Appendix: events and their origin',
    html`<p class="aside">The hash is the SHA-256 of the original bytes that the provider delivered, before anything was stripped.</p>${table}<dl class="origin"><dt>Made by</dt><dd>${text(report.tool)}, ${moment(report.generatedAt)} UTC</dd>${config}<dt>Opened</dt><dd>${moment(report.incident.openedAt)} UTC</dd></dl>`,
  );
}

function byPlace(events: readonly EventRow[]): readonly (readonly EventRow[])[] {
  const places = new Map<string, EventRow[]>();
  for (const event of events) {
    const key = `${event.evidence.place}\u0000${event.evidence.sha256}`;
    places.set(key, [...(places.get(key) ?? []), event]);
  }
  return [...places.values()].map((rows) => [...rows].sort((a, b) => a.evidence.position - b.evidence.position));
}

function placeRows(rows: readonly EventRow[]): Markup {
  const [first] = rows;
  if (first === undefined) return NOTHING;
  return html`<tbody><tr class="place"><th colspan="3" scope="rowgroup">${text(first.evidence.place)}<span class="detail"><code>${first.evidence.sha256}</code></span></th></tr>${rows.map((row) => html`<tr><td class="number">${row.evidence.position}</td><td>${ident(row.eventId)}</td><td>${moment(row.time)}</td></tr>`)}</tbody>`;
}
