import type { EvidenceEvent } from '../../core/finding.ts';
import { DAY, HOUR, SECOND } from '../../core/time.ts';
import type { Detector, Moment, Observation } from '../detector.ts';
import { FLAG } from '../flags.ts';
import type { Cell } from '../memory/cell.ts';
import { noteHabit } from '../memory/cell.ts';
import { baselineOf, describeBaseline } from '../memory/learning.ts';
import { noteChanged, noteSent, noteUsed, routesOf } from '../memory/routes.ts';
import { principalCell } from './principal-cell.ts';

const SOON = DAY;
/** Who pays new destinations on so many days does so for a living. */
const HABIT_DAYS = 3;

/** A new place for money, and money sent there at once: the last two steps of every theft. */
export const newRouteThenOut: Detector = {
  info: {
    id: 'new-destination-paid-out',
    title: 'Money sent to a destination added less than a day before',
    severity: 'critical',
    attack: ['T1657'],
    detects:
      'A payout or transfer that somebody asked for, to a destination that was added or changed within the 24 hours before, or to one that the record does not name while there is such a destination.',
    misses: 'Thieves who wait for a day, and scheduled payouts.',
    falsePositives: 'A change of banks with a payout by hand on the same day.',
    triage:
      'Stop payouts first and ask afterwards: a pending payout can still be cancelled. Then remove the destination and end the key.',
  },
  phrase: 'sent money to a destination that was just added',
  flags: FLAG.moneyOut | FLAG.moneyRoute,
  observe(moment) {
    if ((moment.flags & (FLAG.failed | FLAG.denied)) !== 0) return null;
    const cell = principalCell(moment);
    if (cell === null) return null;
    return (moment.flags & FLAG.moneyRoute) !== 0 ? routed(moment, cell) : sentOut(moment, cell);
  },
};

function sentOut(moment: Moment, cell: Cell): Observation | null {
  const evidence = moment.evidence();
  noteSent(cell, moment.target, evidence);
  const since = moment.time - SOON;
  const recent = routesOf(cell).changed.filter(({ at }) => at >= since && at <= moment.time);
  const route = recent.findLast(({ destination }) => moment.target === '' || destination === moment.target);
  return route === undefined ? null : stolen(route.evidence, evidence);
}

/** Records of one second come in any order, and some come late: the money may be gone when its route is told of. */
function routed(moment: Moment, cell: Cell): Observation | null {
  const evidence = moment.evidence();
  noteChanged(cell, moment.target, evidence);
  const sent = (routesOf(cell).sent ?? []).find(
    ({ at, destination }) =>
      at >= Math.floor(moment.time / SECOND) * SECOND &&
      at <= moment.time + SOON &&
      (destination === '' || destination === moment.target),
  );
  return sent === undefined ? null : stolen(evidence, sent.evidence);
}

function stolen(route: EvidenceEvent, out: EvidenceEvent): Observation {
  const hours = Math.max(0, Math.floor((out.time - route.time) / HOUR));
  const after = hours < 1 ? 'less than an hour' : `${hours} h`;
  return {
    severity: 'critical',
    key: `${route.target}/${Math.floor(route.time / DAY)}`,
    reason: `${out.action} to ${out.target || 'an unnamed destination'}, ${after} after ${route.action} of ${route.target || 'an unnamed destination'}.`,
    evidence: [route, out],
  };
}

/** Signal: money goes where none has gone before. */
export const unseenDestination: Detector = {
  info: {
    id: 'unseen-money-destination',
    title: 'Money sent to a destination never seen before',
    severity: 'medium',
    attack: ['T1657'],
    detects:
      'A payout or transfer that somebody asked for, by an account with a settled history, to a new destination.',
    misses: 'Accounts without history.',
    falsePositives: 'Marketplaces: who pays new destinations on three days before is not held to it.',
    triage: 'Ask finance whether the destination is theirs or a known partner’s.',
  },
  phrase: 'sent money to a destination never seen',
  flags: FLAG.moneyOut,
  observe(moment) {
    const cell = principalCell(moment);
    if ((moment.flags & (FLAG.failed | FLAG.denied)) !== 0 || cell === null || moment.target === '') return null;
    const isFirst = routesOf(cell).used.length === 0;
    if (noteUsed(cell, moment.target)) return null;
    if (noteHabit(cell, 'new-destination', moment.time) >= HABIT_DAYS || baselineOf(cell) !== 'settled') return null;
    const before = isFirst ? 'nothing was ever sent out by request before' : 'money went elsewhere so far';
    return {
      severity: 'medium',
      key: moment.target,
      reason: `${moment.operation.action} to ${moment.target}, a destination never seen; in ${describeBaseline(cell)} ${before}.`,
    };
  },
};
