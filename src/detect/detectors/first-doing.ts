import type { Detector, Moment } from '../detector.ts';
import { FLAG } from '../flags.ts';
import { learnPlace } from '../memory/cell.ts';
import { baselineOf, describeBaseline } from '../memory/learning.ts';

/** What thieves need and owners seldom do anew. */
const SENSITIVE = FLAG.policyWrite | FLAG.credentialWrite | FLAG.logging | FLAG.clone;
/** A credential that does everything, or goes everywhere, proves nothing by one thing more. */
const MANY_ACTIONS = 40;
const MANY_PLACES = 16;

/** Signal: something that changes access, or takes data away, for the first time. */
export const firstAction: Detector = {
  info: {
    id: 'first-sensitive-action-for-key',
    title: 'First sensitive action of this kind with a credential',
    severity: 'low',
    attack: ['T1078'],
    detects:
      'A long-lived credential with a settled history changes access, policies or logging, or copies data, by an action that neither it nor its principal has used before.',
    misses: 'Credentials too new to have a history, and thieves who do what the owner does.',
    falsePositives: 'New features of the owner. It is a weak signal that only adds to others.',
    triage: 'Ask the owner whether this belongs to what the credential is for.',
  },
  phrase: 'did something sensitive it never did',
  flags: SENSITIVE,
  observe(moment) {
    const { action, cell, track } = moment;
    if (!isSettledKey(moment) || cell === null || track.tool.infrastructure) return null;
    if (cell.actions.length >= MANY_ACTIONS || cell.actions.includes(action)) return null;
    const { wider } = track;
    if (wider !== null && (wider.actions.length >= MANY_ACTIONS || wider.actions.includes(action))) return null;
    return {
      severity: 'low',
      key: moment.operation.action,
      reason: `First ${moment.operation.action}; its ${describeBaseline(cell)} held none.`,
    };
  },
};

/** Signal: data taken from a place that the credential never took any from. */
export const firstPlace: Detector = {
  info: {
    id: 'first-place-for-key',
    title: 'First copy or secret from this place with a credential',
    severity: 'low',
    attack: ['T1213.003', 'T1555.006'],
    detects:
      'A long-lived credential with a settled history copies from a repository or store, or reads a secret, that it never took anything from.',
    misses: 'Credentials that go to many places, and what they took before.',
    falsePositives: 'New projects of the owner. It is a weak signal that only adds to others.',
    triage: 'Compare the place with what the credential is for.',
  },
  phrase: 'took from a place it never went to',
  flags: FLAG.clone | FLAG.secretRead,
  observe(moment) {
    const { cell, target } = moment;
    if (cell === null || target === '' || (moment.flags & (FLAG.denied | FLAG.failed)) !== 0) return null;
    const before = learnPlace(cell, target);
    if (before === 'known' || !isSettledKey(moment)) return null;
    if (before === 0 || before > MANY_PLACES) return null;
    return {
      severity: 'low',
      key: target,
      reason: `First ${moment.operation.action} of ${target}; it kept to ${before} other${before === 1 ? '' : 's'} so far.`,
    };
  },
};

function isSettledKey({ cell, node, track }: Moment): boolean {
  if (cell === null || node.kind !== 'credential' || node.credentialKind === 'session') return false;
  return track.context.via === '' && track.tool.family !== 'browser' && baselineOf(cell) === 'settled';
}
