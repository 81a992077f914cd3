import { styleText } from 'node:util';
import type { Severity } from '../../core/event.ts';
import type { AlertGroup, AlertSink } from '../../core/sink.ts';
import { escapeTerminal } from '../../kit/escape-terminal.ts';
import { padEnd, truncate, wrap } from '../../kit/text-width.ts';
import type { EvidenceRow, IncidentMessage } from '../message.ts';
import { footerOf, messageOf } from '../message.ts';

export interface ConsoleOptions {
  readonly id: string;
  readonly write: (text: string) => void;
  readonly width: number;
  readonly color: boolean;
}

const EVIDENCE_LIMIT = 12;
const LABEL_COLUMNS = 11;

const COLORS: Readonly<Record<Severity, 'red' | 'magenta' | 'yellow' | 'cyan' | 'dim'>> = {
  critical: 'red',
  high: 'magenta',
  medium: 'yellow',
  low: 'cyan',
  info: 'dim',
};

/** Writes to a terminal or a log stream. Cannot fail but by a closed stream. */
export function createConsoleSink(options: ConsoleOptions): AlertSink {
  return {
    id: options.id,
    kind: 'console',
    send: async (group) => {
      try {
        options.write(consoleText(group, options));
        return { kind: 'sent', receipt: 'written' };
      } catch {
        return { kind: 'retry', after: 0, reason: 'the stream does not take text' };
      }
    },
  };
}

/** The message as text; every string by strangers is escaped. */
export function consoleText(group: AlertGroup, { width, color }: Pick<ConsoleOptions, 'width' | 'color'>): string {
  const brief = group.reason === 'digest';
  const blocks = group.incidents.map((incident) =>
    incidentLines(messageOf(incident, brief ? 0 : EVIDENCE_LIMIT), width, color, brief),
  );
  const footer = wrap(escapeTerminal(footerOf(group)), width).map((line) => paint('dim', line, color));
  return `${[...blocks.flatMap((lines) => [...lines, '']), ...footer].join('\n')}\n`;
}

function incidentLines(message: IncidentMessage, width: number, color: boolean, brief: boolean): readonly string[] {
  const head = paint(COLORS[message.severity], message.severity, color);
  const facts = brief ? message.facts.slice(0, 1) : message.facts;
  return [
    `${head}[${message.id}] ${paint('bold', escapeTerminal(message.headline), color)}`,
    ...facts.flatMap(({ label, value }) => labelled(label.toLowerCase(), value, width)),
    ...message.evidence.map((row) => `  ${truncate(evidenceLine(row), width - 2)}`),
    ...(message.more > 0 && !brief ? [`  … ${message.more} more`] : []),
    ...message.why
      .slice(0, brief ? 3 : undefined)
      .flatMap((line, index) => labelled(index === 0 ? '= why' : '', line, width)),
    ...labelled('= next', message.next, width),
  ];
}

function evidenceLine({ time, outcome, place, action, target }: EvidenceRow): string {
  const cells = [
    time,
    padEnd(escapeTerminal(outcome), 7),
    padEnd(escapeTerminal(place), 15),
    escapeTerminal(action),
    escapeTerminal(target),
  ];
  return cells.join('  ').trimEnd();
}

function labelled(label: string, text: string, width: number): readonly string[] {
  const lines = wrap(escapeTerminal(text), width - LABEL_COLUMNS - 2);
  return lines.map((line, index) => `  ${padEnd(index === 0 ? label : '', LABEL_COLUMNS)}${line}`);
}

function paint(style: (typeof COLORS)[Severity] | 'bold', text: string, color: boolean): string {
  return color ? styleText(style, text, { validateStream: false }) : text;
}
