import type { Connector } from '../core/connector.ts';
import type { System } from '../core/system.ts';

/** Everything that a use case gets from outside beside its own arguments. */
export interface Surroundings {
  readonly system: System;
  readonly connectors: Readonly<Record<string, Connector>>;
  /** Where relative paths begin. */
  readonly cwd: string;
}
