import type { Severity } from '../../core/event.ts';
import { DAY, HOUR } from '../../core/time.ts';
import type { Detector, Moment, Observation } from '../detector.ts';
import { FLAG } from '../flags.ts';
import { noteSize } from '../memory/sizes.ts';
import { addEntry, distinctEntries } from '../spots.ts';
import { principalCell } from './principal-cell.ts';

/** Days of history before a size or a unit says anything. */
const KNOWN_DAYS = 3;
const MANY_TIMES = 5;
/** One large sale is luck, several in an hour are a pattern. */
const SEVERAL = 3;

/** Money that goes through is far more than ever, or in another currency. */
export const unusualAmount: Detector = {
  info: {
    id: 'unusual-amount',
    title: 'An amount or a currency far from what is usual',
    severity: 'medium',
    attack: ['T1657'],
    detects:
      'A successful payment, refund or payout at least five times the largest of three or more days before, or in a currency never used before. Payments count more when three of them come within an hour.',
    misses: 'Accounts without history, amounts within the usual, and what the record gives no amount for.',
    falsePositives: 'The first large customer, or the first one abroad. One signal alone opens no incident.',
    triage: 'Look at card, country and customer of the payment. Stop the payout of it until that is known.',
  },
  phrase: 'moved unusual amounts',
  flags: FLAG.payment | FLAG.refund | FLAG.moneyOut,
  observe(moment) {
    const { amount } = moment;
    const cell = principalCell(moment);
    if ((moment.flags & (FLAG.failed | FLAG.denied)) !== 0 || amount === null || amount.value <= 0 || cell === null)
      return null;
    const kind = kindOf(moment);
    const usual = noteSize(cell, kind, amount, moment.time);
    const what = `${moment.operation.action} of ${amount.text}`;
    if (usual.days === 0) {
      if (usual.otherDays < KNOWN_DAYS) return null;
      const before = usual.others.map((unit) => unit.toUpperCase()).join(', ');
      return {
        severity: 'low',
        key: `${kind}/${amount.unit}`,
        reason: `${what}, the first in this currency; so far ${before}.`,
      };
    }
    if (usual.days < KNOWN_DAYS || amount.value < MANY_TIMES * usual.norm) return null;
    return outsized(moment, kind, `${what}; on ${usual.days} days before never more than ${usual.text}.`);
  },
};

function outsized(moment: Moment, kind: string, reason: string): Observation {
  const window = addEntry(moment.spot, `outsized/${kind}`, HOUR, {
    at: moment.time,
    value: moment.target || moment.eventId(),
    weight: 1,
    evidence: moment.evidence(),
  });
  const many = distinctEntries(window).length >= SEVERAL;
  const severity: Severity = many || kind !== 'payment' ? 'medium' : 'low';
  return {
    severity,
    key: `${kind}/${many ? 'many' : 'one'}/${Math.floor(moment.time / DAY)}`,
    reason,
    evidence: window.entries.slice(-12).map((entry) => entry.evidence),
  };
}

function kindOf({ flags }: Moment): string {
  if ((flags & FLAG.payment) !== 0) return 'payment';
  return (flags & FLAG.refund) !== 0 ? 'refund' : 'payout';
}
