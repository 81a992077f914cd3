import type { Detector } from '../detector.ts';
import { FLAG } from '../flags.ts';

const SUSPECT_START = FLAG.identityCheck | FLAG.enumerate | FLAG.secretRead | FLAG.denied;
/** Workloads behind many egress points (functions, large NAT pools) have no single home. */
const ROAMING_NETWORKS = 5;

/** Credentials handed to running code, used from somewhere else than where that code runs. */
export const workloadAway: Detector = {
  info: {
    id: 'workload-credentials-away-from-home',
    title: 'Workload credentials used away from home',
    severity: 'critical',
    attack: ['T1552.005', 'T1078.004'],
    detects: 'Credentials that a provider handed to running code (instance, function, task), used by a caller in another network than that code.',
    misses: 'Thieves who call from the workload itself or from its own network, and workloads never seen at home.',
    falsePositives: 'A moved public address with the same tool counts less; workloads with many networks are not held to it.',
    triage: 'The workload is most likely compromised. Revoke the sessions of its role, then look for how its credentials got out.',
  },
  phrase: 'workload credentials used away from home',
  flags: FLAG.newContext,
  observe(moment, desk) {
    const { cell, track } = moment;
    const { network } = track;
    if (cell === null || network === null || track.context.actorKind !== 'workload') return null;
    if (cell.networks.length === 0 || cell.networks.length >= ROAMING_NETWORKS || desk.isUsual(track, network)) return null;
    const strange = !desk.isUsualTool(track) || (moment.flags & SUSPECT_START) !== 0;
    const home = cell.networks.map((seen) => seen.value).join(', ');
    return {
      severity: strange ? 'critical' : 'high',
      key: network.network,
      reason: `Credentials of ${track.context.session} used from ${track.context.address} (${network.network})${strange ? ` with ${track.tool.family || 'an unnamed tool'}` : ''}; they live in ${home}.`,
    };
  },
};
