import type { DetectorInfo } from '../../core/detector.ts';
import type { Moment, Observation } from '../detector.ts';

/** A stolen monitor is the best key there is: our own identity is excused only where we are. */
export const MONITOR_ELSEWHERE: DetectorInfo = {
  id: 'monitor-identity-elsewhere',
  title: "The monitor's own identity used from somewhere else",
  severity: 'critical',
  attack: ['T1078.004'],
  detects: "A call with the monitor's own identity from a network that is not the monitor's.",
  misses: 'Thieves on the machine or in the network of the monitor.',
  falsePositives: 'A monitor that moved: tell it its new networks in the configuration.',
  triage: "Replace the monitor's credentials from a safe place, then look at what they were used for.",
};

export function observeOwnIdentity(moment: Moment): Observation {
  const { context, network } = moment.track;
  const place = network?.network ?? context.address;
  return {
    severity: 'critical',
    key: place,
    reason: `The monitor's own identity called ${moment.operation.action} from ${context.address} (${place}), which is not where the monitor runs.`,
  };
}
