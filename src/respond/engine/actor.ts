import type { ConnectorActor } from '../../core/connector.ts';
import { DELIVER, DRAIN, SOAK } from '../engine-steps.ts';
import { deliverPerformer } from './deliver.ts';
import { drainPerformer } from './drain.ts';
import type { EngineHost } from './host.ts';
import { soakPerformer } from './soak.ts';

/** Carries out the steps that belong to no provider. */
export function engineActor(context: EngineHost): ConnectorActor {
  return {
    performers: {
      [DELIVER]: deliverPerformer(context),
      [DRAIN]: drainPerformer(context.deps),
      [SOAK]: soakPerformer(context.deps.clock),
    },
    close: () => Promise.resolve(),
  };
}
