import { html } from 'hono/html';
import { isoDay, isoTime } from '../../core/time.ts';
import type { IncidentReport } from '../incident-report.ts';
import type { TimelineEntry } from '../timeline.ts';
import { timeline } from '../timeline.ts';
import { KIND_WORDS } from '../timeline-text.ts';
import { timeOfDay } from '../when.ts';
import type { Markup } from './markup.ts';
import { detail, NOTHING, text } from './markup.ts';

/** The same story as the drawing, in words and in order. */
export function story(report: IncidentReport): Markup {
  let day = '';
  const items = timeline(report).map((entry) => {
    if (entry.kind === 'quiet') return html`<li class="quiet"><span>${entry.text}</span></li>`;
    const own = isoDay(entry.at);
    const head = own === day ? NOTHING : html`<li class="day">${own}</li>`;
    day = own;
    return html`${head}${line(entry)}`;
  });
  return html`<ol class="story">
${items}</ol>`;
}

function line({ at, to, kind, severity, text: what, detail: more }: TimelineEntry): Markup {
  const end = to > at && kind !== 'blind' ? html`<span class="to">–${timeOfDay(to)}</span>` : NOTHING;
  return html`<li class="${kind} ${severity ?? ''}">
<span class="when"><time datetime="${isoTime(at)}">${timeOfDay(at)}</time>${end}</span>
<span class="kind">${KIND_WORDS[kind]}</span>
<span class="what">${text(what)}${more === '' ? NOTHING : detail(more)}</span>
</li>
`;
}
