import { DAY, HOUR, MINUTE } from '../../core/time.ts';
import type { Desk, Detector, Moment, Observation } from '../detector.ts';
import { FLAG } from '../flags.ts';
import type { Cell } from '../memory/cell.ts';
import { baselineOf, describeBaseline } from '../memory/learning.ts';
import { addEntry, distinctEntries } from '../spots.ts';

const WITHIN = 10 * MINUTE;
const SECRETS = 20;
/** The window's name: rules for bulk calls feed it by the detector's id. */
export const SECRET_WINDOW = 'secret-sweep';

/** Many different secrets at once. Calls that fetch several are weighed by rules that feed this window. */
export const secretSweep: Detector = {
  info: {
    id: 'secret-sweep',
    title: 'Many secrets read in a short time',
    severity: 'high',
    attack: ['T1555.006'],
    detects:
      'Twenty or more different secrets read within ten minutes by one lineage from one address, and at least twice its usual number.',
    misses: 'Slow reading, and the few secrets that matter.',
    falsePositives: 'Applications that load everything at start: their usual number is learned.',
    triage: 'Rotate what was read. The evidence names the first secrets; search for the rest.',
  },
  phrase: 'read many secrets',
  flags: FLAG.secretRead,
  observe(moment) {
    if ((moment.flags & (FLAG.denied | FLAG.failed)) !== 0) return null;
    return countSecrets(moment, 1);
  },
};

/** Signal: a key with a history reads its first secret. */
export const firstSecret: Detector = {
  info: {
    id: 'first-secret-read',
    title: 'First secret ever read with this credential',
    severity: 'medium',
    attack: ['T1555.006'],
    detects: 'A credential with a settled history reads a secret for the first time.',
    misses: 'Credentials that read secrets as part of their work.',
    falsePositives: 'A new feature of the owner. One signal alone opens no incident.',
    triage: 'Ask the owner whether the workload needs that secret.',
  },
  phrase: 'read a secret for the first time',
  flags: FLAG.secretRead,
  observe(moment: Moment, desk: Desk): Observation | null {
    const { cell, track } = moment;
    if (cell === null || cell.secretDays > 0 || baselineOf(cell) !== 'settled' || track.tool.infrastructure)
      return null;
    if ((moment.flags & (FLAG.denied | FLAG.failed)) !== 0 || track.wider?.secretDays) return null;
    const usual = track.network !== null && desk.isUsual(track, track.network) && desk.isUsualTool(track);
    return {
      severity: usual ? 'low' : 'medium',
      key: 'first',
      reason: `First secret read (${moment.target || moment.operation.action}) after ${describeBaseline(cell)} without any.`,
    };
  },
};

/** Adds to the window of secrets read; `weight` is how many one call fetched. */
export function countSecrets(moment: Moment, weight: number): Observation | null {
  const { cell, operation, spot, time } = moment;
  const value = moment.target === '' || weight > 1 ? `${operation.action} ${moment.eventId()}` : moment.target;
  const window = addEntry(spot, SECRET_WINDOW, WITHIN, { at: time, value, weight, evidence: moment.evidence() });
  const distinct = distinctEntries(window);
  const total = distinct.reduce((sum, entry) => sum + entry.weight, 0);
  const before = cell === null ? 0 : learnSecrets(cell, time, total);
  if (total < Math.max(SECRETS, 2 * before) || time < window.quietUntil) return null;
  window.quietUntil = time + HOUR;
  const names = distinct.slice(0, 3).map((entry) => entry.evidence.target || entry.evidence.action);
  return {
    severity: 'high',
    reason: `${total} secrets read within 10 minutes, among them ${names.join(', ')}${before > 0 ? `; usually at most ${before}` : ''}.`,
    evidence: distinct.slice(0, 12).map((entry) => entry.evidence),
  };
}

/** @returns the most secrets in one window on days before this one */
function learnSecrets(cell: Cell, time: number, total: number): number {
  const day = Math.floor(time / DAY);
  if (day > cell.lastSecretDay) {
    cell.secretNorm = Math.max(cell.secretNorm, cell.secretPeak);
    cell.secretPeak = 0;
    cell.secretDays += 1;
    cell.lastSecretDay = day;
  }
  if (day === cell.lastSecretDay && total > cell.secretPeak) cell.secretPeak = total;
  if (day < cell.lastSecretDay && total > cell.secretNorm) cell.secretNorm = total;
  return cell.secretNorm;
}
