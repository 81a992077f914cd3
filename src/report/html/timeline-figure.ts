import { html } from 'hono/html';
import type { IncidentReport } from '../incident-report.ts';
import type { Lane } from './lanes.ts';
import { lanesOf } from './lanes.ts';
import type { Markup } from './markup.ts';
import { NOTHING, text } from './markup.ts';
import type { TimeScale } from './time-scale.ts';
import { timeScale } from './time-scale.ts';
import { axis, blindBands, breakBands, containment } from './timeline-axis.ts';
import { legend } from './timeline-legend.ts';
import { actMarks, exposureMarks, findingMarks, mintCurve, useMarks } from './timeline-marks.ts';

const WIDTH = 1080;
const LEFT = 236;
const RIGHT = WIDTH - 30;
const TOP = 46;
const ROW = 36;

interface Row {
  readonly label: string;
  readonly sublabel: string;
  readonly marks: readonly Markup[];
}

/** The timeline, drawn: one lane a credential, what we noticed and did below, blind spans hatched. */
export function timelineFigure(report: IncidentReport): Markup {
  const lanes = lanesOf(report);
  const times = timesOf(report, lanes);
  if (times.length === 0) return NOTHING;
  const scale = timeScale(times, LEFT, RIGHT);
  const rows = rowsOf(report, lanes, scale);
  const height = TOP + rows.length * ROW + 10;
  return html`<figure class="timeline" tabindex="0">
<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-labelledby="figure-title figure-text">
<title id="figure-title">Timeline of the incident</title>
<desc id="figure-text">Each row is a credential; each mark is one call. The list below says the same in words.</desc>
${axis(scale, height)}
${blindBands(report, scale, height)}
${mintCurves(lanes, report.exposures.length > 0 ? 1 : 0, scale)}
${rows.map((row, index) => lane(row, center(index)))}
${breakBands(scale, height)}
${containment(report, scale, height)}
</svg>
${legend(report)}
</figure>
`;
}

function timesOf(report: IncidentReport, lanes: readonly Lane[]): readonly number[] {
  return [
    ...report.exposures.map((one) => one.exposedAt),
    ...lanes.flatMap(({ uses, made }) => [...uses.map((use) => use.time), ...(made === null ? [] : [made.at])]),
    ...report.incident.findings.map((one) => one.at),
    ...report.runs.flatMap(({ run, steps }) => [run.startedAt, ...steps.map((step) => step.at).filter((at) => at > 0)]),
  ];
}

function rowsOf(report: IncidentReport, lanes: readonly Lane[], scale: TimeScale): readonly Row[] {
  const named = (label: string, marks: readonly Markup[]): Row => ({ label, sublabel: '', marks });
  return [
    ...(report.exposures.length > 0 ? [named('Exposure', exposureMarks(report, scale))] : []),
    ...lanes.map(({ label, sublabel, uses }) => ({ label, sublabel, marks: useMarks(uses, scale) })),
    named('Noticed', findingMarks(report, scale)),
    ...(report.runs.length > 0 ? [named('Done', actMarks(report, scale))] : []),
  ];
}

function center(row: number): number {
  return TOP + row * ROW + ROW / 2;
}

function lane({ label, sublabel, marks }: Row, y: number): Markup {
  const x = LEFT - 14;
  const below = sublabel === '' ? NOTHING : html`<text class="sublabel" x="${x}" y="11">${text(sublabel)}</text>`;
  return html`<g transform="translate(0 ${y})"><line class="lane" x1="${LEFT}" x2="${RIGHT}"/>
<text class="label" x="${x}" y="${sublabel === '' ? 4 : -2}">${text(label)}</text>${below}
${marks}</g>
`;
}

function mintCurves(lanes: readonly Lane[], first: number, scale: TimeScale): readonly Markup[] {
  return lanes.map(({ alias, made }) => {
    const parent = lanes.findIndex((one) => made !== null && one.alias === made.parent);
    if (made === null || parent < 0) return NOTHING;
    const own = lanes.findIndex((one) => one.alias === alias);
    return mintCurve(scale.x(made.at), center(parent + first), center(own + first));
  });
}
