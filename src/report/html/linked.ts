import { html } from 'hono/html';
import type { IncidentReport, LinkedView } from '../incident-report.ts';
import type { Markup } from './markup.ts';
import { detail, ident, NOTHING, pill, section, text } from './markup.ts';

/** Incidents of the same story, at whichever provider, with what says so. */
export function linked({ linked: others }: IncidentReport): Markup {
  if (others.length === 0) return NOTHING;
  return section('linked', 'Belongs together with', html`<ul class="linked">${others.map(item)}</ul>`);
}

function item({ incident, why }: LinkedView): Markup {
  const { id, provider, severity, status, title } = incident;
  return html`<li>${pill(severity, severity)} <b>${text(title)}</b>
<span class="facts"><span>${ident(id)}</span><span>${text(provider)}</span><span>${status}</span></span>${why.map(detail)}</li>
`;
}
