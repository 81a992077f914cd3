import type { Detector } from '../detector.ts';
import { checkThenSweep } from './check-then-sweep.ts';
import { deniedBurst } from './denied-burst.ts';
import { firstCountry, firstNetwork, firstTool } from './first-network.ts';
import { firstSecret, secretSweep } from './secret-sweep.ts';
import { workloadAway } from './workload-away.ts';

/** Every built-in detector with memory, in the order in which they are asked. */
export const DETECTORS: readonly Detector[] = [
  workloadAway,
  firstNetwork,
  firstTool,
  firstCountry,
  checkThenSweep,
  deniedBurst,
  secretSweep,
  firstSecret,
];
