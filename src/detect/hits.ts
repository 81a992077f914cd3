import type { Severity } from '../core/event.ts';
import type { Observation } from './detector.ts';
import { countSecrets, SECRET_WINDOW } from './detectors/secret-sweep.ts';
import { meetFirst } from './first-hits.ts';
import { findSeen, noteHabit } from './memory/cell.ts';
import type { Firsts } from './memory/firsts.ts';
import type { Cursor } from './rows.ts';
import { lowered } from './score.ts';
import type { RuleWindow, SigmaRule } from './sigma/rule.ts';
import { addEntry, distinctEntries } from './spots.ts';
import { shortActor } from './title.ts';

/** A tool is a habit once it was used this often before. */
const HABITUAL_USES = 20;
/** What was done on so many days before is how the credential works. */
const HABIT_DAYS = 3;

type Detail = Readonly<Record<string, string>>;

/** What a record does not say goes with the word that leads up to it, or with its brackets. */
const PLACE = /,? (?:from|on|in|to|of|for|by) \{([^}]+)\}/g;
const ASIDE = / \(\{([^}]+)\}\)/g;

/** An observation by a rule, with the things that were met somewhere for the first time. */
export interface HitObservation extends Observation {
  readonly things?: readonly string[];
}

/** What a stateless rule's match amounts to, or null when it only counts, is remembered, or says nothing. */
export function observeHit(rule: SigmaRule, detail: Detail, cursor: Cursor, firsts: Firsts): HitObservation | null {
  const severity = severityOf(rule, cursor);
  if (severity === null) return null;
  const first = rule.extras?.first ?? null;
  if (first !== null) {
    const meeting = meetFirst(rule, first, detail, cursor, firsts);
    if (meeting === null) return null;
    const { key, sentence, things } = meeting;
    return { ...tamed(rule, severity, `${sentenceOf(rule, detail, cursor)} ${sentence}`, cursor), key, things };
  }
  const window = rule.extras?.window ?? null;
  if (window !== null) return countHit(rule, window, severity, detail, cursor);
  return tamed(rule, severity, `${sentenceOf(rule, detail, cursor)}${outcomeWords(cursor)}`, cursor);
}

/** One step less for what the credential does all the time, and for infrastructure code where that is its habit. */
function tamed(rule: SigmaRule, severity: Severity, reason: string, cursor: Cursor): Observation {
  const days = noteHabit(cursor.cell, rule.info.id, cursor.time);
  if (rule.extras?.tamed === false) return { severity, reason };
  if (isHabitualInfrastructure(cursor)) {
    const { family } = cursor.track.tool;
    return { severity: lowered(severity), reason: `${reason} By ${family}, which this credential uses all the time.` };
  }
  if (days < HABIT_DAYS) return { severity, reason };
  return { severity: lowered(severity), reason: `${reason} It has done so on ${days} days before.` };
}

function severityOf(rule: SigmaRule, cursor: Cursor): Severity | null {
  const { extras, info } = rule;
  if (extras === null || cursor.operation.outcome === 'success') return info.severity;
  return cursor.operation.outcome === 'denied' ? extras.denied : extras.failed;
}

/** Infrastructure code builds what intruders build. It lowers a finding only where it is the habit of the credential. */
function isHabitualInfrastructure(cursor: Cursor): boolean {
  const { cell, tool } = cursor.track;
  if (!tool.infrastructure || cell === null) return false;
  const seen = findSeen(cell.tools, tool.family);
  return seen !== undefined && !seen.suspect && seen.count >= HABITUAL_USES;
}

function countHit(
  rule: SigmaRule,
  window: RuleWindow,
  severity: Severity,
  detail: Detail,
  cursor: Cursor,
): Observation | null {
  const weight = Math.max(1, Number(window.weigh) || Number(detail[window.weigh]) || 1);
  if (window.feeds === SECRET_WINDOW) return countSecrets(cursor, weight);
  const value = valueOf(window, cursor);
  const name = `rule/${rule.info.id}`;
  const state = addEntry(cursor.spot, name, window.within, {
    at: cursor.time,
    value,
    weight,
    evidence: cursor.evidence(),
  });
  const distinct = distinctEntries(state);
  const total = distinct.reduce((sum, entry) => sum + entry.weight, 0);
  if (total < window.count || cursor.time < state.quietUntil) return null;
  state.quietUntil = cursor.time + window.within;
  const minutes = Math.round(window.within / 60_000);
  const refused = state.entries.filter((entry) => entry.evidence.outcome === 'denied').length;
  const count = `${total} ${window.distinct === 'action' ? 'different calls' : 'times'} within ${minutes} minutes`;
  const reason = `${sentenceOf(rule, detail, cursor)} ${count}${refused > 0 ? `, ${refused} refused` : ''}.`;
  return { ...tamed(rule, severity, reason, cursor), evidence: distinct.slice(0, 12).map((entry) => entry.evidence) };
}

function valueOf(window: RuleWindow, cursor: Cursor): string {
  switch (window.distinct) {
    case 'event':
      return cursor.eventId();
    case 'target':
      return cursor.target === '' ? cursor.eventId() : cursor.target;
    case 'action':
      return cursor.operation.action;
    case 'region':
      return cursor.track.context.region;
  }
}

/** The rule's own sentence with its places filled, or a plain one. */
function sentenceOf(rule: SigmaRule, detail: Detail, cursor: Cursor): string {
  const { context } = cursor.track;
  const known: Detail = {
    actor: shortActor(context.actor) || 'somebody',
    action: cursor.operation.action,
    target: cursor.target,
    address: context.address,
  };
  const template = rule.extras?.reason ?? '';
  const text = template === '' ? `${rule.info.title}: {action} by {actor} from {address}.` : template;
  const value = (name: string): string => known[name] ?? detail[name] ?? '';
  return text
    .replace(PLACE, (all: string, name: string) => (value(name) === '' ? '' : all))
    .replace(ASIDE, (all: string, name: string) => (value(name) === '' ? '' : all))
    .replace(/\{([^}]+)\}/g, (_, name: string) => value(name) || 'something');
}

function outcomeWords(cursor: Cursor): string {
  const { outcome } = cursor.operation;
  return outcome === 'success' ? '' : outcome === 'denied' ? ' It was refused.' : ' It ended in an error.';
}
