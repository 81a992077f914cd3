import type { JournalStore } from '../../core/ports.ts';
import type { Engine } from '../../detect/engine.ts';
import { foldJournal } from '../../respond/records.ts';

/** Tells the detectors what the journal's runs did: our own calls are no attack, and what we stopped must stay silent. */
export interface OwnDeeds {
  sync(): Promise<void>;
}

export function createOwnDeeds(
  journal: Pick<JournalStore, 'runs' | 'entries'>,
  engine: Pick<Engine, 'addRun' | 'noteState'>,
): OwnDeeds {
  const told = new Set<string>();
  const finished = new Set<string>();
  return {
    async sync() {
      for (const run of await journal.runs({})) {
        if (finished.has(run.id)) continue;
        engine.addRun(run.id);
        for (const { step, state, at } of foldJournal(run, await journal.entries(run.id))) {
          if (step.capability !== 'contain' || state !== 'verified' || step.target.spares === true) continue;
          if (told.has(`${run.id} ${step.id}`)) continue;
          told.add(`${run.id} ${step.id}`);
          for (const alias of step.covers) engine.noteState(alias, 'inactive', at, `Stopped by run ${run.id}`);
        }
        if (run.state === 'completed' || run.state === 'unproven') finished.add(run.id);
      }
    },
  };
}
