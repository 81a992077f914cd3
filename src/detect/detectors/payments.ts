import { HOUR, MINUTE } from '../../core/time.ts';
import type { Desk, Detector, Moment, Observation } from '../detector.ts';
import { FLAG } from '../flags.ts';
import { countFlow, forgetDay, learnPeak, type Usual } from '../memory/flow.ts';
import { addEntry, distinctEntries, type Entry } from '../spots.ts';
import { inEachScope, type Scope } from './scopes.ts';

const WITHIN = 10 * MINUTE;
const FAILURES = 15;
const CARDS = 10;
const FAILING = 0.4;
/** Where so few fail as a rule that this share is far above it. */
const SURGE = 0.1;
const SURGE_TIMES = 3;
/** Even where most payments fail, a stretch with next to no success stands out. */
const ALL_BUT = 0.95;
const PAYMENTS = 30;
/** Days of history before a rise in successful payments says anything. */
const KNOWN_DAYS = 3;
const MANY_TIMES = 4;
const REFUNDS = 12;
const percent = (share: number): string => `${Math.round(share * 100)} %`;

/** Stolen card numbers are tried out: many fail, each with another card. */
export const cardTesting: Detector = {
  info: {
    id: 'card-testing',
    title: 'Many payments fail, each with another card',
    severity: 'high',
    attack: ['T1657'],
    detects:
      'Fifteen or more failed payments with ten or more different cards within ten minutes, where at least four in ten fail and twice as many as usual; or one in ten, where that is three times the failures of the worst stretch on three or more days before. Counted for each caller and for the whole account.',
    misses:
      'Slow testing, testing with few failures, and testing in the crowd of a shop with hundreds of payments in ten minutes.',
    falsePositives: 'An outage of a bank or card network: the share that fails is compared with the account’s own.',
    triage:
      'Rotate the key that payments are made with, look whether the form or the API was used, and switch on rules against card testing. Refund what succeeded before it is disputed.',
  },
  phrase: 'is used to test cards',
  flags: FLAG.payment,
  observe: (moment, desk) => judged(moment, desk, testing),
};

function testing(moment: Moment, { cell, spot }: Scope, entry: Entry): Observation | null {
  const failed = isFailed(moment);
  const usual = countFlow(cell, 'payments', moment.time, failed);
  const declined = failed ? countFlow(cell, 'declined', moment.time, true) : null;
  const window = addEntry(spot, 'payments', WITHIN, entry);
  if (declined === null) return null;
  const failures = window.entries.filter((one) => one.evidence.outcome !== 'success');
  const share = failures.length / window.entries.length;
  const cards = distinctEntries({ entries: failures, quietUntil: 0 });
  const isShare = share >= Math.min(ALL_BUT, Math.max(FAILING, 2 * usual.failing));
  const isSurge =
    usual.days >= KNOWN_DAYS &&
    share >= Math.max(SURGE, 2 * usual.failing) &&
    failures.length >= SURGE_TIMES * declined.peak;
  if (!(isShare || isSurge) || failures.length < FAILURES || cards.length < CARDS) {
    learnPeak(cell, 'declined', moment.time, failures.length);
    return null;
  }
  forgetDay(cell, 'payments');
  forgetDay(cell, 'declined');
  if (moment.time < window.quietUntil) return null;
  window.quietUntil = moment.time + HOUR;
  return {
    severity: 'high',
    reason: `${failures.length} of ${window.entries.length} payments failed within 10 minutes, with ${cards.length} different cards${usualShare(usual)}.`,
    evidence: cards.slice(0, 12).map((one) => one.evidence),
  };
}

/** Many more payments go through than ever before. */
export const paymentRush: Detector = {
  info: {
    id: 'payment-rush',
    title: 'Far more payments than usual',
    severity: 'medium',
    attack: ['T1657'],
    detects:
      'Thirty or more successful payments within ten minutes, and at least four times the most that the account had in such a stretch on three or more days before.',
    misses: 'Accounts without history, and slow growth.',
    falsePositives: 'Sales and renewals on one day. One signal alone opens no incident.',
    triage: 'Ask who sells what today. Look at amounts, cards and countries of the payments.',
  },
  phrase: 'took far more payments than usual',
  flags: FLAG.payment,
  observe: (moment, desk) => (isFailed(moment) ? null : judged(moment, desk, rushing)),
};

function rushing(moment: Moment, { cell, spot }: Scope, entry: Entry): Observation | null {
  const usual = countFlow(cell, 'paid', moment.time, false);
  const window = addEntry(spot, 'paid', WITHIN, entry);
  const count = window.entries.length;
  if (usual.days < KNOWN_DAYS || count < Math.max(PAYMENTS, MANY_TIMES * usual.peak)) {
    learnPeak(cell, 'paid', moment.time, count);
    return null;
  }
  if (moment.time < window.quietUntil) return null;
  window.quietUntil = moment.time + HOUR;
  return {
    severity: 'medium',
    reason: `${count} payments within 10 minutes; on ${usual.days} days before never more than ${usual.peak}.`,
    evidence: window.entries.slice(0, 12).map((one) => one.evidence),
  };
}

/** Money is sent back to many payers at once. */
export const refundBurst: Detector = {
  info: {
    id: 'refund-burst',
    title: 'Many payments refunded in a short time',
    severity: 'high',
    attack: ['T1657'],
    detects:
      'Twelve or more different payments refunded within ten minutes, and at least three times the most that the account had in such a stretch before.',
    misses: 'Slow refunds, and few large ones.',
    falsePositives: 'A cancelled event or a recall: the usual number is learned after the first time.',
    triage: 'Ask support whether they refund. Refunds of payments that nobody complained about go back to the thief.',
  },
  phrase: 'refunded many payments',
  flags: FLAG.refund,
  observe: (moment, desk) => (isFailed(moment) ? null : judged(moment, desk, refunding)),
};

function refunding(moment: Moment, { cell, spot }: Scope, entry: Entry): Observation | null {
  const usual = countFlow(cell, 'refunds', moment.time, false);
  const window = addEntry(spot, 'refunds', WITHIN, entry);
  const refunds = distinctEntries(window);
  learnPeak(cell, 'refunds', moment.time, refunds.length);
  if (refunds.length < Math.max(REFUNDS, 3 * usual.peak) || moment.time < window.quietUntil) return null;
  window.quietUntil = moment.time + HOUR;
  return {
    severity: 'high',
    reason: `${refunds.length} payments refunded within 10 minutes${usual.peak > 0 ? `; usually at most ${usual.peak}` : ''}.`,
    evidence: refunds.slice(0, 12).map((one) => one.evidence),
  };
}

function judged(
  moment: Moment,
  desk: Desk,
  judge: (moment: Moment, scope: Scope, entry: Entry) => Observation | null,
): Observation | null {
  const entry = entryOf(moment);
  return inEachScope(moment, desk, (scope) => judge(moment, scope, entry));
}

function isFailed({ flags }: Moment): boolean {
  return (flags & (FLAG.failed | FLAG.denied)) !== 0;
}

function entryOf(moment: Moment): Entry {
  return { at: moment.time, value: moment.target || moment.eventId(), weight: 1, evidence: moment.evidence() };
}

function usualShare({ failing, total }: Usual): string {
  return total === 0 ? '' : `; usually ${percent(failing)} fail`;
}
