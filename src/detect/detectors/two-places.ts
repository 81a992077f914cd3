import { HOUR, isoTime, MINUTE } from '../../core/time.ts';
import type { Detector } from '../detector.ts';
import { FLAG } from '../flags.ts';
import { hasSeen } from '../memory/cell.ts';

const AT_ONCE = 30 * MINUTE;
/** A credential with so many networks has no place to be away from. */
const ROAMING_NETWORKS = 6;

/** Signal: one long-lived credential in two networks with two tools within half an hour. Needs no baseline. */
export const twoPlaces: Detector = {
  info: {
    id: 'two-places-at-once',
    title: 'One credential in two networks at once',
    severity: 'medium',
    attack: ['T1078.004'],
    detects:
      'A long-lived credential used from a network new to it, with a tool new to it, while another network used it less than 30 minutes before.',
    misses: 'Thieves who use the same tool, or wait.',
    falsePositives: 'A key made on a laptop and given to a server. One signal alone opens no incident.',
    triage: 'Ask the owner which of the two places is theirs.',
  },
  phrase: 'used in two places at once',
  flags: FLAG.newContext,
  observe(moment, desk) {
    const { cell, node, time, track } = moment;
    const { network, tool } = track;
    if (cell === null || network === null || node.kind !== 'credential' || node.credentialKind === 'session')
      return null;
    if (tool.infrastructure || tool.family === '' || cell.networks.length >= ROAMING_NETWORKS) return null;
    if (desk.isUsual(track, network) || desk.isUsualTool(track)) return null;
    if (hasSeen(cell.networks, network.network) || hasSeen(cell.tools, tool.family)) return null;
    const other = cell.networks.find(
      (seen) => seen.value !== network.network && time - seen.last <= AT_ONCE && !seen.suspect,
    );
    if (other === undefined) return null;
    return {
      severity: 'medium',
      key: network.network,
      reason: `Used from ${network.owner || network.network} with ${tool.family}, while ${other.owner || other.value} used it at ${isoTime(other.last)}.`,
    };
  },
};

/** Signal: a key is used by somebody else than who had it made, within the hour. */
export const newKeyElsewhere: Detector = {
  info: {
    id: 'new-key-used-elsewhere',
    title: 'New key used at once from another network',
    severity: 'medium',
    attack: ['T1098.001'],
    detects:
      'A long-lived credential used within an hour of its making, from another network than the one it was made from.',
    misses: 'Intruders who use the new key where they made it; other detectors see the making.',
    falsePositives: 'Keys made for a server. Rotations of our own are not reported.',
    triage: 'Ask who made the key, and for what.',
  },
  phrase: 'new key used from another network',
  flags: FLAG.newContext,
  observe(moment, desk) {
    const { cell, node, time, track } = moment;
    const { network } = track;
    if (network === null || node.credentialKind === 'session' || node.createdAt === null || node.mintedFrom === '')
      return null;
    const age = time - node.createdAt;
    if (age < 0 || age > HOUR) return null;
    const origin = desk.networkOf(node.mintedFrom);
    if (origin === null || origin.network === network.network) return null;
    if (network.network.startsWith('AS') && origin.owner !== '' && origin.owner === network.owner) return null;
    if (cell !== null && hasSeen(cell.networks, network.network)) return null;
    return {
      severity: 'medium',
      key: network.network,
      reason: `Made from ${node.mintedFrom} (${origin.owner || origin.network}), used ${Math.round(age / MINUTE)} minutes later from ${track.context.address} (${network.owner || network.network}).`,
    };
  },
};
