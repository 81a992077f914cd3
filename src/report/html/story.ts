import { html } from 'hono/html';
import { isoDay, isoTime } from '../../core/time.ts';
import type { IncidentReport } from '../incident-report.ts';
import type { TimelineEntry } from '../timeline.ts';
import { timeline } from '../timeline.ts';
import { KIND_WORDS } from '../timeline-text.ts';
import { timeOfDay } from '../when.ts';
import type { Markup } from './markup.ts';
import { NOTHING, text } from './markup.ts';

/** The same story as the drawing, in words and in order. */
export function story(report: IncidentReport): Markup {
  let day = '';
  const items = timeline(report).map((entry) => {
    const own = isoDay(entry.at);
    const head = own === day || entry.kind === 'quiet' ? NOTHING : html`<li class="day">${own}</li>`;
    if (entry.kind !== 'quiet') day = own;
    return html`${head}${line(entry)}`;
  });
  return html`<ol class="story">${items}</ol>`;
}

function line(entry: TimelineEntry): Markup {
  if (entry.kind === 'quiet') return html`<li class="quiet"><span>${entry.text}</span></li>`;
  const span =
    entry.to > entry.at && entry.kind !== 'blind' ? html`<span class="to">–${timeOfDay(entry.to)}</span>` : NOTHING;
  const detail = entry.detail === '' ? NOTHING : html`<span class="detail">${text(entry.detail)}</span>`;
  return html`<li class="${entry.kind} ${entry.severity ?? ''}"><span class="when"><time datetime="${isoTime(entry.at)}">${timeOfDay(entry.at)}</time>${span}</span><span class="kind">${KIND_WORDS[entry.kind]}</span><span class="what">${text(entry.text)}${detail}</span></li>`;
}
