import type { Detector } from '../detector.ts';
import { unusualAmount } from './amounts.ts';
import { checkThenSweep } from './check-then-sweep.ts';
import { cloneStorm, freshCopies } from './clone-storm.ts';
import { deniedBurst } from './denied-burst.ts';
import { dormantKey } from './dormant-key.ts';
import { firstAction, firstPlace } from './first-doing.ts';
import { firstCountry, firstNetwork, firstTool } from './first-network.ts';
import { firstVersion } from './first-version.ts';
import { leakedKeyInUse } from './leaked-key.ts';
import { newRouteThenOut, unseenDestination } from './money-out.ts';
import { cardTesting, paymentRush, refundBurst } from './payments.ts';
import { attackTool, rootKey } from './peculiar.ts';
import { manyRegions, reconBurst } from './recon.ts';
import { retiredKeyUsed } from './retired-key.ts';
import { firstSecret, secretSweep } from './secret-sweep.ts';
import { newKeyElsewhere, twoPlaces } from './two-places.ts';
import { workloadAway } from './workload-away.ts';

/** Every built-in detector with memory, in the order in which they are asked. */
export const DETECTORS: readonly Detector[] = [
  leakedKeyInUse,
  retiredKeyUsed,
  workloadAway,
  dormantKey,
  firstNetwork,
  firstTool,
  firstCountry,
  firstAction,
  firstPlace,
  firstVersion,
  twoPlaces,
  newKeyElsewhere,
  rootKey,
  attackTool,
  checkThenSweep,
  manyRegions,
  reconBurst,
  deniedBurst,
  firstSecret,
  secretSweep,
  cloneStorm,
  freshCopies,
  cardTesting,
  paymentRush,
  refundBurst,
  unusualAmount,
  newRouteThenOut,
  unseenDestination,
];
