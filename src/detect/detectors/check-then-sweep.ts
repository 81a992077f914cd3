import type { Severity } from '../../core/event.ts';
import { DAY, MINUTE } from '../../core/time.ts';
import type { Detector } from '../detector.ts';
import { FLAG } from '../flags.ts';
import { noteHabit } from '../memory/cell.ts';
import { baselineOf } from '../memory/learning.ts';
import type { Entry } from '../spots.ts';
import { addEntry, distinctEntries, peekWindow } from '../spots.ts';
import { isPersonal } from './personal.ts';

const WITHIN = 5 * MINUTE;
const SERVICES = 3;
const CHECK = 'sweep/check';
const LISTS = 'sweep/lists';
const HABIT_DAYS = 2;

/** The first thing done with a found key: ask who it is, then list what it can see. */
export const checkThenSweep: Detector = {
  info: {
    id: 'identity-check-then-sweep',
    title: 'Identity check, then a sweep over services',
    severity: 'high',
    attack: ['T1087.004', 'T1580', 'T1526'],
    detects:
      'A call that asks "who am I", and within five minutes lists of three or more services from the same address and lineage.',
    misses: 'Thieves who skip the check, go slowly, or look at one service only.',
    falsePositives:
      'Inventory tools and infrastructure code do this daily: habits are learned and no longer reported, known tools count less.',
    triage: 'If the owner did not start an inventory, treat the key as stolen: contain first, then ask.',
  },
  phrase: 'asked who it is and swept the account',
  flags: FLAG.identityCheck | FLAG.enumerate,
  observe(moment, desk) {
    const { cell, flags, spot, time, track } = moment;
    if (track.context.via !== '' || track.tool.family === 'browser') return null;
    if ((flags & FLAG.identityCheck) !== 0) {
      addEntry(spot, CHECK, WITHIN, { at: time, value: track.tool.family, weight: 1, evidence: moment.evidence() });
    }
    const check = peekWindow(spot, CHECK)?.entries.at(-1);
    if ((flags & FLAG.enumerate) === 0 || check === undefined || time - check.at > WITHIN) return null;
    const { service } = moment.operation;
    const known = peekWindow(spot, LISTS);
    if (known?.entries.some((entry) => entry.value === service && entry.at >= check.at) === true) return null;
    const window = addEntry(spot, LISTS, WITHIN, { at: time, value: service, weight: 1, evidence: moment.evidence() });
    const lists = distinctEntries(window).filter((entry) => entry.at >= check.at);
    if (lists.length < SERVICES || time < window.quietUntil) return null;
    window.quietUntil = time + DAY;
    const habit = noteHabit(cell, 'sweep', time) >= HABIT_DAYS;
    const usual = track.network !== null && desk.isUsual(track, track.network) && desk.isUsualTool(track);
    if (habit && usual) return null;
    const settled = cell !== null && baselineOf(cell) === 'settled';
    const severity: Severity = track.tool.infrastructure
      ? 'low'
      : isPersonal(moment)
        ? settled && !usual
          ? 'high'
          : 'medium'
        : usual && settled
          ? 'medium'
          : 'high';
    return { severity, reason: sentence(check, lists), evidence: [check, ...lists].map((entry) => entry.evidence) };
  },
};

function sentence(check: Entry, lists: readonly Entry[]): string {
  const seconds = Math.round(((lists.at(-1)?.at ?? check.at) - check.at) / 1000);
  return `${check.evidence.action}, then within ${seconds} s lists of ${lists.map((entry) => entry.value).join(', ')}.`;
}
