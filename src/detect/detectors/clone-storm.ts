import { DAY, HOUR, MINUTE } from '../../core/time.ts';
import type { Desk, Detector, Moment } from '../detector.ts';
import { FLAG } from '../flags.ts';
import { findSeen, noteHabit } from '../memory/cell.ts';
import type { Spot, Window } from '../spots.ts';
import { addEntry, distinctEntries } from '../spots.ts';

const WITHIN = 10 * MINUTE;
const DIFFERENT = 10;
const COPIES = 25;
const HABIT_DAYS = 2;
const FRESH_WITHIN = 30 * MINUTE;
const FRESH_DIFFERENT = 6;

/** Whatever can be copied is copied, quickly. */
export const cloneStorm: Detector = {
  info: {
    id: 'clone-storm',
    title: 'Many copies of source code or data in a short time',
    severity: 'high',
    attack: ['T1213.003'],
    detects:
      'Copies of ten different private places by one lineage from one address, or twenty-five copies in all by one lineage or one user, within ten minutes, where that is no habit.',
    misses: 'Slow copying, and the one repository that matters.',
    falsePositives:
      'Mirrors and build machines: what was done on two days before from the usual place with the usual tool is a habit.',
    triage: 'Treat what was copied as read by others: search it for keys, and rotate those.',
  },
  phrase: 'copied much at once',
  flags: FLAG.clone,
  observe(moment, desk) {
    if ((moment.flags & (FLAG.denied | FLAG.failed)) !== 0) return null;
    const own = addCopy(moment, moment.spot, 'copies', WITHIN);
    const all = isOnePerson(moment) ? addCopy(moment, desk.principalSpot(moment), 'copies', WITHIN) : own;
    const isWide = distinctEntries(own).length >= DIFFERENT;
    const window = isWide || own.entries.length >= COPIES ? own : all;
    if (!isWide && window.entries.length < COPIES) return null;
    if (moment.time < Math.max(own.quietUntil, all.quietUntil)) return null;
    own.quietUntil = moment.time + HOUR;
    all.quietUntil = moment.time + HOUR;
    const places = distinctEntries(window);
    const habit = noteHabit(moment.cell, 'copies', moment.time) >= HABIT_DAYS;
    const usual = isUsualPlace(moment, desk);
    if (habit && usual) return null;
    return {
      severity: usual ? 'medium' : 'high',
      reason: `${window.entries.length} copies of ${places.length} places within 10 minutes, among them ${namesOf(window)}.`,
      evidence: places.slice(0, 12).map((entry) => entry.evidence),
    };
  },
};

/** A credential that has just been made, and whose first work is to copy. */
export const freshCopies: Detector = {
  info: {
    id: 'fresh-credential-copies',
    title: 'New credential copies at once',
    severity: 'high',
    attack: ['T1213.003', 'T1098.001'],
    detects: 'A credential made less than thirty minutes ago copies six or more different private places.',
    misses: 'Credentials whose making nobody told us of, and intruders who wait.',
    falsePositives: 'A new build machine or mirror that is being set up.',
    triage: 'Ask whoever approved the credential. Cut it if nobody knows of it.',
  },
  phrase: 'copied much right after it was made',
  flags: FLAG.clone,
  observe(moment) {
    const { createdAt } = moment.node;
    if ((moment.flags & (FLAG.denied | FLAG.failed)) !== 0 || createdAt === null) return null;
    if (moment.time < createdAt || moment.time - createdAt > FRESH_WITHIN) return null;
    const window = addCopy(moment, moment.spot, 'fresh-copies', FRESH_WITHIN);
    const places = distinctEntries(window);
    if (places.length < FRESH_DIFFERENT || moment.time < window.quietUntil) return null;
    window.quietUntil = moment.time + DAY;
    const minutes = Math.max(1, Math.round((moment.time - createdAt) / MINUTE));
    return {
      severity: 'high',
      reason: `Made ${minutes} minutes before, it has copied ${places.length} places, among them ${namesOf(window)}.`,
      evidence: places.slice(0, 12).map((entry) => entry.evidence),
    };
  },
};

/** Programs and services share one name among many. */
function isOnePerson({ track }: Moment): boolean {
  return track.context.actor !== '' && track.context.actorKind === 'user';
}

function addCopy(moment: Moment, spot: Spot, name: string, within: number): Window {
  const value = moment.target === '' ? moment.eventId() : moment.target;
  return addEntry(spot, name, within, { at: moment.time, value, weight: 1, evidence: moment.evidence() });
}

/** A network from which the storm itself began has been learned by the time it is one: a day is asked for. */
function isUsualPlace({ cell, time, track }: Moment, desk: Desk): boolean {
  const { network } = track;
  if (network === null || !desk.isUsual(track, network) || !desk.isUsualTool(track)) return false;
  const seen = cell === null ? undefined : findSeen(cell.networks, network.network);
  return seen === undefined || time - seen.first >= DAY;
}

function namesOf(window: Window): string {
  return distinctEntries(window)
    .slice(0, 3)
    .map((entry) => entry.evidence.target || entry.evidence.action)
    .join(', ');
}
