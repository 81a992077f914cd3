import { html } from 'hono/html';
import { isoDay } from '../../core/time.ts';
import type { IncidentReport } from '../incident-report.ts';
import { duration } from '../when.ts';
import type { Lane } from './lanes.ts';
import { lanesOf } from './lanes.ts';
import type { Markup } from './markup.ts';
import { NOTHING, text } from './markup.ts';
import type { TimeScale } from './time-scale.ts';
import { timeScale } from './time-scale.ts';
import { actMarks, exposureMarks, findingMarks, mintCurve, useMarks } from './timeline-marks.ts';

const WIDTH = 1080;
const LEFT = 236;
const RIGHT = WIDTH - 30;
const TOP = 46;
const ROW = 36;

/** The timeline, drawn: one lane a credential, what we noticed and did below, blind spans hatched. */
export function timelineFigure(report: IncidentReport): Markup {
  const lanes = lanesOf(report);
  const times = timesOf(report, lanes);
  if (times.length === 0) return NOTHING;
  const scale = timeScale(times, LEFT, RIGHT);
  const rows = [
    ...(report.exposures.length > 0 ? [{ label: 'Exposure', sublabel: '', marks: exposureMarks(report, scale) }] : []),
    ...lanes.map((lane) => ({ label: lane.label, sublabel: lane.sublabel, marks: useMarks(lane, scale) })),
    { label: 'Noticed', sublabel: '', marks: findingMarks(report, scale) },
    ...(report.runs.length > 0 ? [{ label: 'Done', sublabel: '', marks: actMarks(report, scale) }] : []),
  ];
  const first = report.exposures.length > 0 ? 1 : 0;
  const y = (row: number): number => TOP + row * ROW + ROW / 2;
  const rowOf = (alias: string): number => lanes.findIndex((lane) => lane.alias === alias) + first;
  const height = TOP + rows.length * ROW + 10;
  return html`<figure class="timeline" tabindex="0"><svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-labelledby="figure-title figure-text">
<title id="figure-title">Timeline of the incident</title>
<desc id="figure-text">Each row is a credential; each mark is one call. The list below says the same in words.</desc>
<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="hatch" width="2.5" height="6"/></pattern></defs>
${axis(scale, height)}
${report.blindSpans.map((span) => blindRect(span.from, span.to, span.title, scale, height))}
${rows.map((row, index) => html`<g transform="translate(0 ${y(index)})"><line class="lane" x1="${LEFT}" x2="${RIGHT}"/>${label(row.label, row.sublabel)}${row.marks}</g>`)}
${breaks(scale, height)}
${lanes.map((lane) => (lane.made === null || rowOf(lane.made.parent) < first ? NOTHING : mintCurve(scale.x(lane.made.at), y(rowOf(lane.made.parent)), y(rowOf(lane.alias)))))}
${containment(report, scale, height)}
</svg>${legend(report)}</figure>`;
}

function timesOf(report: IncidentReport, lanes: readonly Lane[]): readonly number[] {
  return [
    ...report.exposures.map((one) => one.exposedAt),
    ...lanes.flatMap((lane) => [...lane.uses.map((use) => use.time), ...(lane.made === null ? [] : [lane.made.at])]),
    ...report.incident.findings.map((one) => one.at),
    ...report.runs.flatMap(({ run, steps }) => [run.startedAt, ...steps.map((step) => step.at).filter((at) => at > 0)]),
  ];
}

function label(main: string, sub: string): Markup {
  const lift = sub === '' ? 4 : -2;
  return html`<text class="label" x="${LEFT - 14}" y="${lift}">${text(main)}</text>${sub === '' ? NOTHING : html`<text class="sublabel" x="${LEFT - 14}" y="11">${text(sub)}</text>`}`;
}

function axis({ segments, ticks }: TimeScale, height: number): Markup {
  let day = '';
  const days = segments.flatMap((segment) => {
    const own = isoDay(segment.from);
    const shown = own === day ? [] : [html`<text class="day" x="${fixed(segment.left)}" y="14">${own}</text>`];
    day = isoDay(segment.to);
    return shown;
  });
  return html`<g class="axis">${days}
${ticks.map((tick) => html`<line class="tick" x1="${fixed(tick.x)}" x2="${fixed(tick.x)}" y1="36" y2="${height - 8}"/><text x="${fixed(tick.x)}" y="31">${tick.label}</text>`)}</g>`;
}

/** A white band with the length of what was cut out, upright so that it never meets a label of the axis. */
function breaks({ breaks: all }: TimeScale, height: number): Markup {
  return html`${all.map(({ left, right, span }) => html`<rect class="break" x="${fixed(left + 8)}" y="34" width="${fixed(right - left - 16)}" height="${height - 40}"/><text class="cut" transform="translate(${fixed((left + right) / 2 + 4)} ${fixed((TOP + height) / 2)}) rotate(-90)">${duration(span)}</text>`)}`;
}

function blindRect(from: number, to: number, title: string, scale: TimeScale, height: number): Markup {
  const left = scale.x(from);
  return html`<rect class="blind" x="${fixed(left)}" y="36" width="${fixed(Math.max(3, scale.x(to) - left))}" height="${height - 44}" fill="url(#hatch)"><title>${text(title)} showed nothing</title></rect>`;
}

function containment({ proof }: IncidentReport, scale: TimeScale, height: number): Markup {
  if (proof === null) return NOTHING;
  const x = scale.x(proof.containedAt);
  return html`<line class="contained" x1="${fixed(x)}" x2="${fixed(x)}" y1="36" y2="${height - 8}"><title>contained</title></line>`;
}

function legend(report: IncidentReport): Markup {
  const items: readonly (readonly [string, string])[] = [
    ['use', 'call'],
    ['denied', 'call denied'],
    ['mint', 'credential made'],
    ['finding', 'noticed'],
    ...(report.runs.length > 0 ? ([['act', 'done by Keywatch']] as const) : []),
    ...(report.proof !== null ? ([['line', 'contained']] as const) : []),
    ...(report.blindSpans.length > 0 ? ([['blind', 'not visible']] as const) : []),
  ];
  return html`<figcaption>All times UTC. Empty stretches are cut out and say how long they are. ${items.map(([key, word]) => html`<span class="key"><span class="swatch ${key}" aria-hidden="true"></span>${word}</span>`)}</figcaption>`;
}

/** Coordinates with one decimal: enough for a screen, the same on every machine. */
export function fixed(value: number): string {
  return String(Math.round(value * 10) / 10);
}
