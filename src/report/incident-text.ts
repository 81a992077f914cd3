import type { DetectorInfo } from '../core/detector.ts';
import { PAGE_SCORE } from '../core/detector.ts';
import { SEVERITIES } from '../core/event.ts';
import type { EvidenceEvent, Finding } from '../core/finding.ts';
import type { Incident } from '../core/incident.ts';
import { escapeTerminal } from '../kit/escape-terminal.ts';
import { padEnd, truncate } from '../kit/text-width.ts';
import type { LinkedView } from './incident-report.ts';
import { count, labelled } from './lines.ts';
import type { TextOptions } from './paint.ts';
import { clean, paint, SEVERITY_STYLES } from './paint.ts';
import { withoutUnseen } from './proof-text.ts';
import { clockTime } from './when.ts';

export interface IncidentTextOptions extends TextOptions {
  /** Rows of evidence under one detector. */
  readonly evidence: number;
  /** By id: what to look at first. */
  readonly detectors: ReadonlyMap<string, DetectorInfo>;
  /** Incidents of the same story. */
  readonly linked?: readonly LinkedView[];
}

/** `3 incidents on 5 credentials: 1 critical, 2 high; 1 pages a person`. */
export function summarize(incidents: readonly Incident[]): string {
  if (incidents.length === 0) return 'no incidents';
  const credentials = new Set(incidents.flatMap((incident) => incident.credentials)).size;
  const bySeverity = [...SEVERITIES].reverse().flatMap((severity) => {
    const number = incidents.filter((incident) => incident.severity === severity).length;
    return number > 0 ? [`${number} ${severity}`] : [];
  });
  const historical = incidents.filter((incident) => incident.historical).length;
  const paging = incidents.filter((incident) => !incident.historical && incident.score >= PAGE_SCORE).length;
  const tail = [
    paging > 0 ? `${paging} would page a person` : '',
    historical > 0 ? `${historical} historical` : '',
  ].filter((part) => part !== '');
  return `${count(incidents.length, 'incident')} on ${count(credentials, 'credential')}: ${bySeverity.join(', ')}${tail.length > 0 ? `; ${tail.join(', ')}` : ''}`;
}

/** One incident in the manner of a compiler: what, where, why, what next. */
export function incidentText(incident: Incident, options: IncidentTextOptions): string {
  const title = `${incident.id}  ${clean(incident.title)}`;
  const state = `${incident.status}${incident.historical ? ', historical' : ''}, ${incident.owner === '' ? 'nobody on it' : clean(incident.owner)}`;
  const lines = [
    paint('bold', title, options.color),
    ...labelled(incident.subject.kind === 'credential' ? 'key' : incident.subject.kind, subjectText(incident), options),
    ...labelled('account', `${clean(incident.provider)} ${clean(incident.account)}`, options),
    ...labelled('when', `${clockTime(incident.firstEvent)} to ${clockTime(incident.lastEvent)} UTC`, options),
    ...labelled('status', state, options),
    ...byDetector(incident.findings).flatMap((findings) => ['', ...findingLines(findings, options)]),
    '',
    ...scoreLines(incident, options),
    ...(options.linked ?? []).flatMap((one) => linkedLines(one, options)),
    ...incident.notes.flatMap(({ at, author, text }) =>
      labelled('= note', `${clockTime(at)} ${clean(author)}: ${clean(withoutUnseen(text))}`, options),
    ),
    ...nextLines(incident, options),
  ];
  return `${lines.join('\n')}\n`;
}

/** What there is to do next, by where the incident stands. */
function nextLines({ id, status }: Incident, options: TextOptions): readonly string[] {
  if (status === 'closed') return [];
  const next = {
    open: `keywatch respond plan ${id}`,
    acknowledged: `keywatch respond plan ${id}`,
    contained: 'keywatch respond status',
    verified: `keywatch incidents resolve ${id}`,
  };
  return labelled('= next', next[status], options);
}

function linkedLines({ incident: other, why }: LinkedView, options: TextOptions): readonly string[] {
  const head = `${other.id} (${other.severity}, ${other.status}) ${clean(other.title)}`;
  return [...labelled('= with', head, options), ...why.flatMap((sentence) => labelled('', clean(sentence), options))];
}

function subjectText(incident: Incident): string {
  const others = incident.credentials.filter((alias) => alias !== incident.subject.id);
  const more =
    others.length === 0
      ? ''
      : `, and ${others.slice(0, 4).join(', ')}${others.length > 4 ? ` and ${others.length - 4} more` : ''}`;
  return escapeTerminal(`${incident.subject.id}${more}`);
}

/** Findings of one detector together, the most severe detector first. */
function byDetector(findings: readonly Finding[]): readonly (readonly Finding[])[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) groups.set(finding.detector, [...(groups.get(finding.detector) ?? []), finding]);
  const rank = (group: readonly Finding[]): number =>
    Math.max(...group.map((finding) => SEVERITIES.indexOf(finding.severity)));
  return [...groups.values()].sort((a, b) => rank(b) - rank(a) || (a[0]?.at ?? 0) - (b[0]?.at ?? 0));
}

function findingLines(findings: readonly Finding[], options: IncidentTextOptions): readonly string[] {
  const [first] = findings;
  if (first === undefined) return [];
  const again = findings.length > 1 ? ` (${findings.length} times)` : '';
  const head = paint(SEVERITY_STYLES[first.severity], first.severity, options.color);
  const events = eventsOf(findings);
  const shown = events.slice(0, options.evidence);
  const triage = options.detectors.get(first.detector)?.triage;
  return [
    `${head}[${escapeTerminal(first.detector)}] ${clean(first.reason)}${again}`,
    ...shown.map((event) => evidenceLine(event, options)),
    ...(events.length > shown.length ? [`  … ${count(events.length - shown.length, 'more event')}`] : []),
    ...(triage === undefined ? [] : labelled('= look', triage, options)),
  ];
}

function eventsOf(findings: readonly Finding[]): readonly EvidenceEvent[] {
  const byId = new Map<string, EvidenceEvent>();
  for (const finding of findings) for (const event of finding.evidence) byId.set(event.eventId, event);
  return [...byId.values()].sort((a, b) => a.time - b.time);
}

function evidenceLine(event: EvidenceEvent, options: TextOptions): string {
  const cells = [
    clockTime(event.time),
    padEnd(event.outcome, 7),
    padEnd(clean(event.address), 15),
    padEnd(clean(event.action), 24),
    clean(event.target),
  ];
  const line = `  ${cells.join('  ')}`.trimEnd();
  return options.width === null ? line : truncate(line, options.width);
}

/** Reasons stand with their findings above; here only what adds up to the score, and what has no finding. */
function scoreLines(incident: Incident, options: TextOptions): readonly string[] {
  const parts = [...incident.parts].sort((a, b) => b.points - a.points);
  const told = new Set(incident.findings.map((finding) => finding.detector));
  const sum = parts.map(({ points, detector, times }) => `+${points} ${detector}${times > 1 ? ` ×${times}` : ''}`);
  return [
    ...labelled('= why', `${incident.score} points: ${escapeTerminal(sum.join(', '))}`, options),
    ...parts
      .filter(({ detector }) => !told.has(detector))
      .flatMap(({ detector, reason }) => labelled('', `${escapeTerminal(detector)}: ${clean(reason)}`, options)),
  ];
}
