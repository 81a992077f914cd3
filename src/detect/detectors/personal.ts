import type { Moment } from '../detector.ts';

/**
 * A session that somebody signed in for: not minted by a credential in sight, not handed to running
 * code. People look around and run into refusals with any tool; keys and workloads do not.
 */
export function isPersonal(moment: Moment): boolean {
  const { node, track } = moment;
  return node.credentialKind === 'session' && node.parent === null && track.context.actorKind !== 'workload';
}
