import { html } from 'hono/html';
import type { IncidentReport } from '../incident-report.ts';
import { STEP_WORDS } from '../state-words.ts';
import { clockTime } from '../when.ts';
import type { Lane } from './lanes.ts';
import type { Markup } from './markup.ts';
import { text } from './markup.ts';
import type { TimeScale } from './time-scale.ts';

/** More marks than this in one lane are thinned: they would only make a bar. */
const MOST_MARKS = 400;

/** A stroke a call; a cross where it was denied. Shape tells them apart, not colour alone. */
export function useMarks({ uses }: Lane, scale: TimeScale): readonly Markup[] {
  const step = Math.ceil(uses.length / MOST_MARKS);
  return uses
    .filter((_use, index) => index % step === 0)
    .map((use) => {
      const x = at(scale, use.time);
      const title = html`<title>${clockTime(use.time)} ${text(use.action)} ${use.outcome}</title>`;
      if (use.outcome === 'success') return html`<line class="use" x1="${x}" x2="${x}" y1="-8" y2="8">${title}</line>`;
      return html`<path class="denied" d="M-3.5-3.5 3.5 3.5M-3.5 3.5 3.5-3.5" transform="translate(${x} 0)">${title}</path>`;
    });
}

export function exposureMarks({ exposures }: IncidentReport, scale: TimeScale): readonly Markup[] {
  return exposures.map(
    ({ exposedAt, summary }) =>
      html`<path class="exposure" d="M0-7 7 6H-7Z" transform="translate(${at(scale, exposedAt)} 0)"><title>${clockTime(exposedAt)} ${text(summary)}</title></path>`,
  );
}

export function findingMarks({ incident }: IncidentReport, scale: TimeScale): readonly Markup[] {
  return incident.findings.map(
    ({ at: time, detector, severity, reason }) =>
      html`<path class="finding ${severity}" d="M0-6.5 6.5 0 0 6.5-6.5 0Z" transform="translate(${at(scale, time)} 0)"><title>${clockTime(time)} ${detector}: ${text(reason)}</title></path>`,
  );
}

export function actMarks({ runs }: IncidentReport, scale: TimeScale): readonly Markup[] {
  return runs.flatMap(({ steps }) =>
    steps
      .filter((view) => view.at > 0)
      .map(
        (view) =>
          html`<rect class="act ${view.state}" x="-5" y="-5" width="10" height="10" rx="1.5" transform="translate(${at(scale, view.at)} 0)"><title>${clockTime(view.at)} ${text(view.step.title)}: ${STEP_WORDS[view.state].word}</title></rect>`,
      ),
  );
}

/** From the parent's lane to the child's first moment. */
export function mintCurve(x: number, from: number, to: number): Markup {
  const left = Math.round(x * 10) / 10;
  return html`<path class="mint" d="M${left} ${from}V${to - 6}"/><circle class="mint-dot" cx="${left}" cy="${to}" r="4.5"><title>made here</title></circle>`;
}

function at(scale: TimeScale, time: number): string {
  return String(Math.round(scale.x(time) * 10) / 10);
}
