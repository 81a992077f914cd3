import { html } from 'hono/html';
import type { EvidenceEvent } from '../../core/finding.ts';
import type { IncidentReport } from '../incident-report.ts';
import { STEP_WORDS } from '../state-words.ts';
import { clockTime } from '../when.ts';
import type { Markup } from './markup.ts';
import { text } from './markup.ts';
import type { TimeScale } from './time-scale.ts';
import { fixed } from './timeline-axis.ts';

/** More marks than this in one lane are thinned: they would only make a bar. */
const MOST_MARKS = 400;

/** A stroke a call; a cross where it was denied. Shape tells them apart, not colour alone. */
export function useMarks(uses: readonly EvidenceEvent[], scale: TimeScale): readonly Markup[] {
  const step = Math.ceil(uses.length / MOST_MARKS);
  return uses.filter((_use, index) => index % step === 0).map((use) => useMark(use, scale));
}

function useMark({ time, action, outcome }: EvidenceEvent, scale: TimeScale): Markup {
  const x = fixed(scale.x(time));
  const title = html`<title>${clockTime(time)} ${text(action)} ${outcome}</title>`;
  if (outcome === 'success')
    return html`<line class="use" x1="${x}" x2="${x}" y1="-8" y2="8">${title}</line>
`;
  return html`<path class="denied" d="M-3.5-3.5 3.5 3.5M-3.5 3.5 3.5-3.5" transform="translate(${x} 0)">${title}</path>
`;
}

export function exposureMarks({ exposures }: IncidentReport, scale: TimeScale): readonly Markup[] {
  return exposures.map(({ exposedAt, summary }) => shape('exposure', 'M0-7 7 6H-7Z', exposedAt, text(summary), scale));
}

export function findingMarks({ incident }: IncidentReport, scale: TimeScale): readonly Markup[] {
  return incident.findings.map(({ at, detector, severity, reason }) =>
    shape(`finding ${severity}`, 'M0-6.5 6.5 0 0 6.5-6.5 0Z', at, text(`${detector}: ${reason}`), scale),
  );
}

export function actMarks({ runs }: IncidentReport, scale: TimeScale): readonly Markup[] {
  const views = runs.flatMap(({ steps }) => steps).filter((view) => view.at > 0);
  return views.map(({ state, at, step }) =>
    shape(`act ${state}`, 'M-5-5H5V5H-5Z', at, text(`${step.title}: ${STEP_WORDS[state].word}`), scale),
  );
}

/** From the parent's lane to the child's first moment. */
export function mintCurve(x: number, from: number, to: number): Markup {
  const left = fixed(x);
  const end = to > from ? to - 6 : to + 6;
  return html`<path class="mint" d="M${left} ${from}V${end}"/><circle class="mint-dot" cx="${left}" cy="${to}" r="4.5"><title>made here</title></circle>
`;
}

function shape(name: string, path: string, at: number, title: string, scale: TimeScale): Markup {
  const x = fixed(scale.x(at));
  return html`<path class="${name}" d="${path}" transform="translate(${x} 0)"><title>${clockTime(at)} ${title}</title></path>
`;
}
