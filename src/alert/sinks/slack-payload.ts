import type { AlertGroup } from '../../core/sink.ts';
import { escapeSlackPlain } from '../../kit/escape-slack.ts';
import { truncate } from '../../kit/text-width.ts';
import type { IncidentMessage } from '../message.ts';
import { footerOf, messageOf } from '../message.ts';
import type { SlackBlock } from './slack-blocks.ts';
import {
  code,
  codeBlock,
  contextBlock,
  divider,
  fieldsBlock,
  headerBlock,
  joinWithin,
  prose,
  section,
} from './slack-blocks.ts';

/** What is posted to an incoming webhook. `text` is for notifications and screen readers. */
export interface SlackPayload {
  readonly text: string;
  readonly blocks: readonly SlackBlock[];
}

/** Limits of the platform are 50 blocks; a digest spends three on each of these. */
const DIGEST_LIMIT = 12;
const EVIDENCE_LIMIT = 10;
/** Fits a code block of a desktop window without wrapping. */
const CODE_COLUMNS = 96;
const ACTION_COLUMNS = 20;

export function slackPayload(group: AlertGroup): SlackPayload {
  const blocks = group.reason === 'digest' || group.incidents.length !== 1 ? digestBlocks(group) : pageBlocks(group);
  return { text: fallback(group), blocks: [...blocks, contextBlock(prose(footerOf(group)))] };
}

function pageBlocks(group: AlertGroup): readonly SlackBlock[] {
  const [incident] = group.incidents;
  if (incident === undefined) return [];
  const message = messageOf(incident, EVIDENCE_LIMIT);
  return [
    headerBlock(`${message.severity.toUpperCase()}: ${message.headline}`),
    fieldsBlock(message.facts.map(({ label, value }) => `*${label}*\n${prose(value)}`)),
    ...evidenceBlocks(message),
    section(
      joinWithin(
        `*Why ${incident.score} points:*`,
        message.why.map((line) => `• ${prose(line)}`),
      ),
    ),
    section(`*Next:* look at the plan; nothing is changed until you approve it\n${codeBlock([message.next])}`),
  ];
}

function evidenceBlocks(message: IncidentMessage): readonly SlackBlock[] {
  const [first] = message.evidence;
  if (first === undefined) return [];
  const day = first.time.slice(0, 10);
  const oneDay = message.evidence.every((row) => row.time.startsWith(day));
  const rows = message.evidence.map(({ time, action, place, target, outcome }) => {
    const when = oneDay ? time.slice(11, 19) : time.slice(0, 19).replace('T', ' ');
    const cells = [
      when,
      outcome.padEnd(7),
      place.padEnd(15),
      target === '' ? action : action.padEnd(ACTION_COLUMNS),
      target,
    ];
    return truncate(escapeSlackPlain(cells.join('  ')).trimEnd(), CODE_COLUMNS);
  });
  const rest = message.more > 0 ? `\n${message.more} more in ${code(`keywatch incidents show ${message.id}`)}` : '';
  return [section(`*What it did* (${oneDay ? `${day}, ` : ''}UTC)\n${codeBlock(rows)}${rest}`)];
}

function digestBlocks(group: AlertGroup): readonly SlackBlock[] {
  const shown = group.incidents.slice(0, DIGEST_LIMIT);
  const rest = group.incidents.length - shown.length;
  const entries = shown.flatMap((incident): readonly SlackBlock[] => {
    const message = messageOf(incident, 0);
    const subject = message.facts[0]?.value ?? '';
    const when = message.facts.find((fact) => fact.label === 'When')?.value ?? '';
    return [
      divider,
      section(
        joinWithin(
          `*${message.severity}* ${prose(message.headline)}`,
          message.why.slice(0, 3).map((line) => `• ${prose(line)}`),
        ),
      ),
      contextBlock(
        `${code(subject)} · ${prose(when)} · score ${incident.score} · ${code(`keywatch incidents show ${incident.id}`)}`,
      ),
    ];
  });
  return [
    headerBlock(digestTitle(group)),
    ...entries,
    ...(rest > 0 ? [section(`and ${rest} more: ${code('keywatch incidents')}`)] : []),
  ];
}

function digestTitle(group: AlertGroup): string {
  const historical = group.incidents.every((incident) => incident.historical) ? 'historical ' : '';
  return `${group.incidents.length} ${historical}incident${group.incidents.length === 1 ? '' : 's'}`;
}

function fallback(group: AlertGroup): string {
  const [first] = group.incidents;
  if (group.incidents.length !== 1 || first === undefined) return `Keywatch: ${digestTitle(group)}`;
  return truncate(prose(`${first.severity.toUpperCase()}: ${messageOf(first, 0).headline}`), 300);
}
