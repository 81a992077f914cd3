import { html } from 'hono/html';
import { isoDay } from '../../core/time.ts';
import type { IncidentReport } from '../incident-report.ts';
import { duration } from '../when.ts';
import type { Markup } from './markup.ts';
import { NOTHING, text } from './markup.ts';
import type { TimeScale } from './time-scale.ts';

/** Where the lanes begin, and how much room stays below them. */
const TOP = 36;
const BOTTOM = 8;

/** Coordinates with one decimal: enough for a screen, the same on every machine. */
export function fixed(value: number): string {
  return String(Math.round(value * 10) / 10);
}

/** Days above, times below them, a fine line down from each. */
export function axis({ segments, ticks }: TimeScale, height: number): Markup {
  let day = '';
  const days = segments.map((segment) => {
    const own = isoDay(segment.from);
    const known = own === day;
    day = isoDay(segment.to);
    return known ? NOTHING : html`<text class="day" x="${fixed(segment.left)}" y="14">${own}</text>`;
  });
  const lines = ticks.map(({ x, label }) => {
    const at = fixed(x);
    return html`<line class="tick" x1="${at}" x2="${at}" y1="${TOP}" y2="${height - BOTTOM}"/><text x="${at}" y="31">${label}</text>
`;
  });
  return html`<g class="axis">${days}
${lines}</g>`;
}

/** A band in the colour of the paper with the length of what was cut out, upright so that it never meets a label. */
export function breakBands({ breaks }: TimeScale, height: number): readonly Markup[] {
  return breaks.map(({ left, right, span }) => {
    const middle = `translate(${fixed((left + right) / 2 + 4)} ${fixed((TOP + height) / 2)}) rotate(-90)`;
    return html`${band('break', left + 8, right - 8, height, '')}<text class="cut" transform="${middle}">${duration(span)}</text>
`;
  });
}

/** Hatched, as wide as three pixels at least: a short blindness is one too. */
export function blindBands({ blindSpans }: IncidentReport, scale: TimeScale, height: number): Markup {
  if (blindSpans.length === 0) return NOTHING;
  const bands = blindSpans.map(({ from, to, title }) => {
    const left = scale.x(from);
    return band('blind', left, Math.max(left + 3, scale.x(to)), height, `${title} showed nothing`);
  });
  return html`<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="hatch" width="2.5" height="6"/></pattern></defs>
${bands}`;
}

export function containment({ proof }: IncidentReport, scale: TimeScale, height: number): Markup {
  if (proof === null) return NOTHING;
  const x = fixed(scale.x(proof.containedAt));
  return html`<line class="contained" x1="${x}" x2="${x}" y1="${TOP}" y2="${height - BOTTOM}"><title>contained</title></line>`;
}

function band(name: string, left: number, right: number, height: number, title: string): Markup {
  const size = html`x="${fixed(left)}" y="${TOP}" width="${fixed(right - left)}" height="${height - TOP - BOTTOM}"`;
  const hint = title === '' ? NOTHING : html`<title>${text(title)}</title>`;
  return html`<rect class="${name}" ${size}>${hint}</rect>`;
}
