import { html } from 'hono/html';
import type { EventRow } from '../../core/ports.ts';
import type { IncidentReport } from '../incident-report.ts';
import type { Markup } from './markup.ts';
import { detail, ident, moment, NOTHING, scrolling, section, table, text } from './markup.ts';

/** Where each event can be read again, and the hash that shows that it was not changed. */
export function appendix({ events, configHash, tool, generatedAt, incident }: IncidentReport): Markup {
  const places = byPlace(events);
  const hashes = table('hashes', ['Record', 'Event', 'Time (UTC)'], places.map(placeRows));
  const config = configHash === '' ? NOTHING : html`<dt>Configuration</dt><dd>${ident(configHash)}</dd>`;
  const body = html`<p class="aside">The hash is the SHA-256 of the original bytes that the provider delivered, before anything was stripped.</p>
${places.length === 0 ? NOTHING : scrolling('appendix-title', hashes)}
<dl class="origin">
<dt>Made by</dt><dd>${text(tool)}, ${moment(generatedAt)} UTC</dd>
${config}
<dt>Incident opened</dt><dd>${moment(incident.openedAt)} UTC</dd>
</dl>`;
  return section('appendix', 'Appendix: events and their origin', body);
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
  const { place, sha256 } = first.evidence;
  return html`<tbody>
<tr class="place"><th colspan="3" scope="rowgroup">${text(place)}${detail(ident(sha256))}</th></tr>
${rows.map(eventRow)}</tbody>`;
}

function eventRow({ evidence, eventId, time }: EventRow): Markup {
  return html`<tr><td class="number">${evidence.position}</td><td>${ident(eventId)}</td><td>${moment(time)}</td></tr>
`;
}
