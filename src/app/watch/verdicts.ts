import type { IncidentStore } from '../../core/ports.ts';
import type { Engine } from '../../detect/engine.ts';

/** How the verdict of a false alarm begins; what was held suspect in it then becomes normal. */
export const FALSE_ALARM: string = 'false alarm';

/** Tells the detectors what people decided: a closed incident takes no more findings, a false alarm teaches. */
export interface Verdicts {
  sync(): Promise<void>;
}

export function createVerdicts(incidents: IncidentStore, engine: Engine): Verdicts {
  const told = new Set<string>();
  return {
    async sync() {
      for (const { id, verdict } of await incidents.list({ status: 'closed' })) {
        if (told.has(id)) continue;
        told.add(id);
        engine.closeIncident(id, verdict.startsWith(FALSE_ALARM) ? 'benign' : 'malicious');
      }
    },
  };
}
