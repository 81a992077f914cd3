import { isoTime, MINUTE } from '../../core/time.ts';
import type { Detector } from '../detector.ts';
import { FLAG } from '../flags.ts';

/** Providers take a while to forget a key; within this time old answers are no surprise. */
const GRACE = 10 * MINUTE;

/** A credential that was switched off, deleted or replaced still works, or somebody still tries it. */
export const retiredKeyUsed: Detector = {
  info: {
    id: 'retired-key-used',
    title: 'Retired credential used',
    severity: 'critical',
    attack: ['T1078'],
    detects: 'Use of a credential more than ten minutes after it was deactivated, deleted or replaced.',
    misses: 'Providers that do not log attempts with dead keys at all.',
    falsePositives: 'Somebody switched it on again without telling: the inventory will say so.',
    triage:
      'A success means that the credential is not dead: revoke it again and verify. A refusal shows who still has it.',
  },
  phrase: 'used after it was retired',
  flags: FLAG.retired,
  observe(moment) {
    const { node, time } = moment;
    const { deadSince } = node;
    if (deadSince === null || time <= deadSince + GRACE) return null;
    const refused = (moment.flags & (FLAG.denied | FLAG.failed)) !== 0;
    return {
      severity: refused ? 'medium' : 'critical',
      key: `${deadSince}/${refused ? 'refused' : 'worked'}/${moment.track.network?.network ?? ''}`,
      reason: `${node.deadBy} at ${isoTime(deadSince)}, and ${moment.operation.action} ${refused ? 'was tried' : 'still worked'} at ${isoTime(time)} from ${moment.track.context.address || 'an unknown place'}.`,
    };
  },
};
