import type { Severity } from '../../core/event.ts';
import { isPrivate, parseIp } from '../../core/ip.ts';
import type { Desk, Detector, Moment } from '../detector.ts';
import { FLAG } from '../flags.ts';
import type { Cell } from '../memory/cell.ts';
import { hasSeen } from '../memory/cell.ts';
import { baselineOf } from '../memory/learning.ts';

const CURIOUS = FLAG.enumerate | FLAG.secretRead | FLAG.denied;
/** Workloads behind many egress points (functions, large NAT pools) have no single home. */
const ROAMING_NETWORKS = 5;

/** Credentials handed to running code, used from somewhere else than where that code runs. */
export const workloadAway: Detector = {
  info: {
    id: 'workload-credentials-away-from-home',
    title: 'Workload credentials used away from home',
    severity: 'critical',
    attack: ['T1552.005', 'T1078.004'],
    detects:
      'Credentials that a provider handed to running code (instance, function, task), used by a caller in another network than that code.',
    misses: 'Thieves who call from the workload itself or from its own network, and workloads never seen at home.',
    falsePositives:
      'A moved public address with the same tool counts less, as does a change between public and private routes; workloads with many networks are not held to it.',
    triage:
      'The workload is most likely compromised. Revoke the sessions of its role, then look for how its credentials got out.',
  },
  phrase: 'workload credentials used away from home',
  flags: FLAG.newContext,
  observe(moment, desk) {
    const { cell, track } = moment;
    const { network, wider, context } = track;
    if (cell === null || network === null || context.actorKind !== 'workload' || desk.isUsual(track, network))
      return null;
    // Told once for each place and tool; what follows from there is the same story.
    if (hasSeen(cell.networks, network.network) && hasSeen(cell.tools, track.tool.family)) return null;
    const here = `used from ${context.address} (${network.owner || network.network}) with ${track.tool.family || 'an unnamed tool'}`;
    if (cell.networks.length === 0) {
      // A new instance of a role whose instances all lived elsewhere so far.
      if (wider === null || baselineOf(wider) !== 'settled' || wider.networks.length >= ROAMING_NETWORKS) return null;
      const others = wider.networks.map((seen) => seen.value).join(', ');
      return {
        severity: 'medium',
        key: network.network,
        reason: `Credentials of ${context.session} ${here}; the role's other workloads live in ${others}.`,
      };
    }
    if (cell.networks.length >= ROAMING_NETWORKS) return null;
    const severity = severityOf(moment, cell, desk);
    if (severity === null) return null;
    const home = cell.networks.map((seen) => seen.value).join(', ');
    return {
      severity,
      key: `${network.network}/${severity}`,
      reason: `Credentials of ${context.session} ${here}; they live in ${home}.`,
    };
  },
};

function severityOf(moment: Moment, cell: Cell, desk: Desk): Severity | null {
  const strangeTool = !desk.isUsualTool(moment.track);
  const asksWho = (moment.flags & FLAG.identityCheck) !== 0;
  const curious = (moment.flags & CURIOUS) !== 0;
  if (!mayBeOtherRoute(moment, cell)) return strangeTool || asksWho || curious ? 'critical' : 'high';
  if (strangeTool) return asksWho ? 'critical' : curious ? 'high' : 'medium';
  return asksWho ? 'high' : null;
}

/**
 * One machine reaches some services by a private endpoint and others by its public address. So a
 * private address beside a public home proves little, and a public one beside a private home
 * proves something only when the machine has kept to private ones for long.
 */
function mayBeOtherRoute(moment: Moment, cell: Cell): boolean {
  const here = isPrivateText(moment.track.context.address);
  const crosses = cell.networks.every((seen) => isPrivateText(seen.value.split('/')[0] ?? '') !== here);
  return crosses && (here || baselineOf(cell) !== 'settled');
}

function isPrivateText(text: string): boolean {
  const address = parseIp(text);
  return address !== null && isPrivate(address);
}
