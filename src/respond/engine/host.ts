import type { Receipt } from '../../core/action.ts';
import type { ConnectorActor } from '../../core/connector.ts';
import type { SagaDeps } from '../saga-types.ts';

/** What the engine's own steps need from the run that they belong to. */
export interface EngineHost {
  readonly deps: Pick<SagaDeps, 'clock' | 'usage'>;
  /** The receipt of an issuing step with its secrets, while this process still has them. */
  kept(step: string): Receipt | undefined;
  actor(connector: string): Promise<ConnectorActor>;
}
