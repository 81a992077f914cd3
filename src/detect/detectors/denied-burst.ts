import type { Severity } from '../../core/event.ts';
import { HOUR, MINUTE } from '../../core/time.ts';
import type { Detector, Moment } from '../detector.ts';
import { FLAG } from '../flags.ts';
import { addEntry, distinctEntries, recentCalls } from '../spots.ts';
import { isPersonal } from './personal.ts';

const WITHIN = 10 * MINUTE;
const DENIALS = 10;
const ACTIONS = 5;
const NAME = 'denied';
/** Where refusals are such a small part of the traffic, they are a flaw in a policy, not a search. */
const SMALL_SHARE = 0.02;
const TOOL_SHARE = 0.3;

/** Console pages ask for all they could show, whether the person may see it or not. */
function severityOf(moment: Moment, share: number): Severity {
  const { tool } = moment.track;
  if (share < SMALL_SHARE || tool.family === 'browser') return 'low';
  return tool.infrastructure || isPersonal(moment) ? 'medium' : 'high';
}

/** Trying doors: many refusals over many different actions. */
export const deniedBurst: Detector = {
  info: {
    id: 'denied-burst',
    title: 'Burst of refused calls over many actions',
    severity: 'high',
    attack: ['T1580', 'T1526', 'T1087.004'],
    detects: 'Ten or more refusals over five or more different actions in ten minutes, from one address and lineage.',
    misses: 'Slow probing, and keys with rights enough to be refused nothing.',
    falsePositives:
      'A broken deployment repeats the same action and does not count; large successful traffic and infrastructure tools are measured by their share of refusals; people in a console count less.',
    triage: 'Read the list of refused actions: a person exploring looks different from a job with one missing right.',
  },
  phrase: 'was refused many different actions',
  flags: FLAG.denied,
  observe(moment) {
    const { operation, spot, time, track } = moment;
    if (track.context.via !== '') return null;
    const value = `${operation.service}/${operation.action}`;
    const window = addEntry(spot, NAME, WITHIN, { at: time, value, weight: 1, evidence: moment.evidence() });
    if (window.entries.length < DENIALS || time < window.quietUntil) return null;
    const actions = distinctEntries(window);
    if (actions.length < ACTIONS) return null;
    const share = window.entries.length / Math.max(recentCalls(spot), window.entries.length);
    if (track.tool.infrastructure && share < TOOL_SHARE) return null;
    window.quietUntil = time + HOUR;
    const severity = severityOf(moment, share);
    return {
      severity,
      reason: `${window.entries.length} refusals over ${actions.length} actions within 10 minutes: ${actions
        .slice(0, 6)
        .map((entry) => entry.value)
        .join(', ')}.`,
      evidence: actions.slice(0, 12).map((entry) => entry.evidence),
    };
  },
};
