import { escapeMarkdown, markdownCode } from '../kit/escape-markdown.ts';
import { redact } from '../kit/redact.ts';
import type { IncidentReport, LinkedView, RunView } from './incident-report.ts';
import type { LineageNode } from './lineage.ts';
import { lineageOf } from './lineage.ts';
import { silenceText } from './proof-text.ts';
import { detailOf } from './run-text.ts';
import { PROOF_WORDS, RUN_WORDS, STEP_WORDS } from './state-words.ts';
import { summaryOf } from './summary.ts';
import { timeline } from './timeline.ts';
import { KIND_WORDS } from './timeline-text.ts';
import { clockTime } from './when.ts';

/** The report for a ticket or the incident channel. */
export function incidentMarkdown(report: IncidentReport): string {
  const { incident } = report;
  const sections = [
    `# ${text(incident.title)}`,
    `**${incident.severity}**, ${incident.score} points, ${incident.status}${incident.historical ? ', historical' : ''} · ${code(incident.id)} · ${text(incident.provider)} ${code(incident.account)}${incident.owner === '' ? '' : ` · ${text(incident.owner)}`}`,
    summaryOf(report).map(text).join(' '),
    heading(
      'Why',
      incident.parts.map(
        ({ points, detector, times, reason }) =>
          `- **+${points}** ${code(detector)}${times > 1 ? ` ×${times}` : ''}: ${text(reason)}`,
      ),
    ),
    heading(
      'What happened (UTC)',
      table(
        ['Time', '', ''],
        timeline(report).map((entry) => [
          clockTime(entry.at),
          KIND_WORDS[entry.kind],
          [text(entry.text), ...(entry.detail === '' ? [] : [`*${text(entry.detail)}*`])].join('<br>'),
        ]),
      ),
    ),
    heading('Belongs together with', report.linked.flatMap(linkedLines)),
    heading(
      'Credentials',
      lineageOf(report.credentials, report.edges).flatMap((node) => nodeLines(node, 0)),
    ),
    ...report.runs.map(runSection),
    ...proofSection(report),
    coverageSection(report),
    `${text(report.tool)}, ${clockTime(report.generatedAt)} UTC${report.configHash === '' ? '' : `, configuration ${code(report.configHash.slice(0, 12))}`}`,
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

function linkedLines({ incident, why }: LinkedView): readonly string[] {
  const { id, severity, status, title } = incident;
  return [
    `- ${code(id)} **${severity}**, ${status}: ${text(title)}`,
    ...why.map((sentence) => `  - ${text(sentence)}`),
  ];
}

function nodeLines({ alias, credential, made, children }: LineageNode, depth: number): readonly string[] {
  const facts = [
    credential?.kind ?? made?.childKind ?? '',
    credential?.state ?? '',
    made === null ? '' : `made ${clockTime(made.at)}`,
  ].filter((fact) => fact !== '');
  return [
    `${'  '.repeat(depth)}- ${code(alias)} ${facts.join(', ')}`,
    ...children.flatMap((child) => nodeLines(child, depth + 1)),
  ];
}

function runSection({ run, steps, todo }: RunView): string {
  return heading(`Response ${run.id}: ${RUN_WORDS[run.state].word}`, [
    ...steps.map(
      (view) =>
        `- **${STEP_WORDS[view.state].word}** ${text(view.step.title)}: ${text(view.step.target.label)}${detailOf(view)
          .map((one) => ` (${text(one)})`)
          .join('')}`,
    ),
    ...todo.map((one) => `- [ ] ${text(one)}`),
  ]);
}

function proofSection({ proof }: IncidentReport): readonly string[] {
  if (proof === null) return [];
  return [
    heading(`Containment ${PROOF_WORDS[proof.verdict].word}`, [
      text(proof.statement),
      '',
      ...proof.provider.map(({ result, label, evidence }) => `- **${result}** ${text(label)}: ${text(evidence)}`),
      `- **log** ${text(silenceText(proof))}`,
    ]),
  ];
}

function coverageSection({ coverage, blindSpans }: IncidentReport): string {
  return heading('What could be seen', [
    ...coverage.spans.map(({ title, from, to }) => `- ${text(title)}: ${clockTime(from)} to ${clockTime(to)}`),
    ...blindSpans.map(
      ({ title, from, to, reason }) =>
        `- **blind** ${text(title)}: ${clockTime(from)} to ${clockTime(to)}: ${text(reason)}`,
    ),
    ...coverage.notVisible.map((one) => `- **not visible** ${text(one)}`),
  ]);
}

function heading(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : [`## ${title}`, '', ...lines].join('\n');
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return rows.length === 0 ? [] : [line(heads), line(heads.map(() => '---')), ...rows.map(line)];
}

function text(value: string): string {
  return escapeMarkdown(redact(value));
}

function code(value: string): string {
  return markdownCode(value);
}
