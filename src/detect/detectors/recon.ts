import { DAY, MINUTE } from '../../core/time.ts';
import type { Desk, Detector, Moment } from '../detector.ts';
import { FLAG } from '../flags.ts';
import { noteHabit } from '../memory/cell.ts';
import type { Window } from '../spots.ts';
import { addEntry, distinctEntries, peekWindow } from '../spots.ts';

const HABIT_DAYS = 2;
const REGIONS = 5;
const REGIONS_WITHIN = 10 * MINUTE;
const CALLS = 15;
const SERVICES = 4;
const CALLS_WITHIN = 5 * MINUTE;

/** Signal: the same questions in one region after the other. */
export const manyRegions: Detector = {
  info: {
    id: 'many-regions',
    title: 'Lists in many regions within minutes',
    severity: 'medium',
    attack: ['T1535', 'T1580'],
    detects:
      'Lists or identity checks in five or more regions within ten minutes, by one lineage from one address, for the first time.',
    misses: 'Intruders who stay in one region.',
    falsePositives: 'Inventory tools: what was done on two days before is a habit. One signal alone opens no incident.',
    triage: 'Look for what was started in regions that you do not use.',
  },
  phrase: 'looked into many regions',
  flags: FLAG.enumerate | FLAG.identityCheck,
  observe(moment, desk) {
    const { spot, time, track } = moment;
    const value = track.context.region;
    if (value === '' || !isCaller(moment)) return null;
    if (holds(peekWindow(spot, 'regions'), value, time - REGIONS_WITHIN)) return null;
    const window = addEntry(spot, 'regions', REGIONS_WITHIN, {
      at: time,
      value,
      weight: 1,
      evidence: moment.evidence(),
    });
    const regions = distinctEntries(window);
    if (regions.length < REGIONS || time < window.quietUntil) return null;
    window.quietUntil = time + DAY;
    if (noteHabit(moment.cell, 'regions', time) >= HABIT_DAYS && isUsualPlace(moment, desk)) return null;
    return {
      severity: 'medium',
      reason: `Lists in ${regions.length} regions within 10 minutes: ${regions.map((entry) => entry.value).join(', ')}.`,
      evidence: regions.slice(0, 12).map((entry) => entry.evidence),
    };
  },
};

/** Signal: a long-lived key asks for everything at once. */
export const reconBurst: Detector = {
  info: {
    id: 'recon-burst',
    title: 'Many different lists in a short time',
    severity: 'medium',
    attack: ['T1580', 'T1087.004'],
    detects:
      'Fifteen or more different list calls over four or more services within five minutes, with a long-lived key.',
    misses: 'Slow looking around, and roles: scanners of posture use those.',
    falsePositives:
      'Inventory with a key: what was done on two days before is a habit. Infrastructure tools are left out.',
    triage: 'Ask the owner whether an inventory was started.',
  },
  phrase: 'listed everything it could',
  flags: FLAG.enumerate,
  observe(moment, desk) {
    const { node, operation, spot, time } = moment;
    if (node.kind !== 'credential' || node.credentialKind === 'session' || !isCaller(moment)) return null;
    const value = `${operation.service}/${operation.action}`;
    if (holds(peekWindow(spot, 'recon'), value, time - CALLS_WITHIN)) return null;
    const window = addEntry(spot, 'recon', CALLS_WITHIN, { at: time, value, weight: 1, evidence: moment.evidence() });
    if (window.entries.length < CALLS || time < window.quietUntil) return null;
    const services = new Set(window.entries.map((entry) => entry.value.slice(0, entry.value.indexOf('/'))));
    if (services.size < SERVICES) return null;
    window.quietUntil = time + DAY;
    if (noteHabit(moment.cell, 'recon', time) >= HABIT_DAYS && isUsualPlace(moment, desk)) return null;
    return {
      severity: 'medium',
      reason: `${window.entries.length} different list calls over ${services.size} services within 5 minutes: ${[...services].join(', ')}.`,
      evidence: window.entries.slice(0, 12).map((entry) => entry.evidence),
    };
  },
};

/** Whether a window has the value already: then the call adds nothing, and costs nothing. */
function holds(window: Window | undefined, value: string, since: number): boolean {
  return window?.entries.some((entry) => entry.value === value && entry.at >= since) === true;
}

/** A caller of its own: no service on its behalf, no person in a browser, no infrastructure code. */
function isCaller(moment: Moment): boolean {
  const { context, tool } = moment.track;
  return context.via === '' && tool.family !== 'browser' && !tool.infrastructure;
}

function isUsualPlace({ track }: Moment, desk: Desk): boolean {
  return track.network !== null && desk.isUsual(track, track.network);
}
