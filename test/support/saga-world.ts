import { factsOf } from '../../src/respond/guards.ts';
import { guardFactsOf } from '../../src/respond/plan.ts';
import type { PlanInput } from '../../src/respond/plan-input.ts';
import { createSaga } from '../../src/respond/saga.ts';
import type { Saga, SagaDeps, SagaEvent } from '../../src/respond/saga-types.ts';
import { FakeClock } from './fake-clock.ts';
import { FakeProvider } from './fake-provider.ts';
import { MemoryJournal } from './memory-journal.ts';
import { aPlanInput, NOON } from './plan-inputs.ts';

/** A saga over the fake provider. `restart` is a new process: memory is lost, journal and provider are not. */
export interface SagaWorld {
  readonly clock: FakeClock;
  readonly provider: FakeProvider;
  readonly journal: MemoryJournal;
  readonly events: SagaEvent[];
  /** What guards read; a test may change it under the saga's feet. */
  input: PlanInput;
  saga: Saga;
  restart(): void;
  /** Lets time pass until the work is done. */
  done<T>(work: Promise<T>): Promise<T>;
}

export function aSagaWorld(input: PlanInput = aPlanInput(), change: Partial<SagaDeps> = {}): SagaWorld {
  const clock = new FakeClock(NOON);
  const provider = new FakeProvider(clock);
  const journal = new MemoryJournal();
  const events: SagaEvent[] = [];
  let runs = 0;
  provider.addKey('key-1', 'alice');
  const make = (): Saga =>
    createSaga({
      journal,
      clock,
      actors: () => Promise.resolve(provider.actor()),
      guards: (step) => Promise.resolve(factsOf(step, guardFactsOf(world.input))),
      usage: () => Promise.resolve({ last: null, by: '', rhythm: 0, observedThrough: clock.now(), lag: 0 }),
      newId: () => {
        runs += 1;
        return `run-${String(runs)}`;
      },
      onEvent: (event) => events.push(event),
      ...change,
    });
  const world: SagaWorld = {
    clock,
    provider,
    journal,
    events,
    input,
    saga: make(),
    restart: () => {
      journal.restart();
      world.saga = make();
    },
    done: (work) => clock.runUntil(work),
  };
  return world;
}
