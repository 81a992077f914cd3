import { DAY } from '../../core/time.ts';
import type { Detector } from '../detector.ts';
import { FLAG } from '../flags.ts';

const LONG = 30 * DAY;
const MANY_TIMES = 10;
/** A silence that has come twice before is a rhythm. */
const RHYTHM = 2;
const ABOUT = 0.7;
/** Fewer pauses have no median worth the name. */
const ENOUGH_PAUSES = 3;

/** A long-lived credential that nobody missed is used again. */
export const dormantKey: Detector = {
  info: {
    id: 'dormant-key-awakened',
    title: 'Dormant credential used again',
    severity: 'high',
    attack: ['T1078.004'],
    detects:
      'Use of a long-lived credential after a silence of more than 30 days and more than ten times its usual pause.',
    misses: 'Credentials in regular use, and silences from before the records that were read.',
    falsePositives:
      'Quarterly jobs: after two such silences the rhythm is known. From its usual network and tool it counts less.',
    triage: 'Ask the owner. A key that slept for months can be retired in any case.',
  },
  phrase: 'woke up after a long silence',
  flags: FLAG.awake,
  observe(moment, desk) {
    const { cell, node, time, track } = moment;
    if (cell === null || node.kind !== 'credential' || node.credentialKind === 'session') return null;
    const silence = time - cell.last;
    const gaps = cell.gaps.toSorted((a, b) => a - b);
    const median = gaps.length < ENOUGH_PAUSES ? 0 : (gaps[Math.floor(gaps.length / 2)] ?? 0);
    if (silence <= Math.max(LONG, MANY_TIMES * median)) return null;
    if (gaps.filter((gap) => gap >= silence * ABOUT).length >= RHYTHM) return null;
    const usual = track.network !== null && desk.isUsual(track, track.network) && desk.isUsualTool(track);
    const days = Math.floor(silence / DAY);
    return {
      severity: usual ? 'medium' : 'high',
      reason: `First use after ${days} days of silence: ${moment.operation.action} from ${track.context.address || 'an unknown place'}${usual ? ', its usual network' : ''}.`,
    };
  },
};
