import type { Detector } from '../detector.ts';
import { FLAG } from '../flags.ts';
import { hasSeen } from '../memory/cell.ts';
import { baselineOf } from '../memory/learning.ts';
import { principalCell } from './principal-cell.ts';

/** Signal: where no record shows an address, the version of the interface is all that is known of the caller's tool. */
export const firstVersion: Detector = {
  info: {
    id: 'first-interface-version',
    title: 'First use of an account with this version of the interface',
    severity: 'medium',
    attack: ['T1078.004'],
    detects:
      'A record written in an interface version that the account has not shown before, of a provider that shows no addresses.',
    misses: 'Thieves who use the version of the account, and records that were delivered instead of listed.',
    falsePositives: 'An upgrade that somebody planned: it happens once.',
    triage: 'Ask who upgraded, or which program brings a version of its own.',
  },
  phrase: 'used with an interface version never seen before',
  flags: FLAG.newContext,
  observe(moment, desk) {
    const { context, tool } = moment.track;
    const cell = principalCell(moment);
    if (cell === null || context.address !== '' || context.actorKind !== 'account' || tool.family === '') return null;
    if (desk.isUsualTool(moment.track) || hasSeen(cell.tools, tool.family)) return null;
    if (cell.tools.length === 0 || baselineOf(cell) === 'none') return null;
    const before = cell.tools.map((seen) => seen.value).join(', ');
    return { severity: 'medium', key: tool.family, reason: `First record with ${tool.family}; so far ${before}.` };
  },
};
