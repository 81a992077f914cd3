import type { ActionPerformer } from '../../src/core/action.ts';
import type { ConnectorActor } from '../../src/core/connector.ts';
import { AppError } from '../../src/core/errors.ts';

export type Breakage = { readonly when: 'before' | 'after'; readonly kind: 'transient' | 'forbidden' };

/** Counts the calls that change something and breaks the one it was told to. Lives across actors and processes. */
export class Breaker {
  calls = 0;
  #index = Number.POSITIVE_INFINITY;
  #breakage: Breakage = { when: 'before', kind: 'transient' };
  #broken: string | null = null;

  /** Call number `index` from now: once when transient, that same call again and again when forbidden. */
  arrange(index: number, breakage: Breakage): void {
    this.#index = this.calls + index;
    this.#breakage = breakage;
    this.#broken = null;
  }

  repair(): void {
    this.#index = Number.POSITIVE_INFINITY;
    this.#broken = null;
  }

  async around<T>(call: string, act: () => Promise<T>): Promise<T> {
    const number = this.calls;
    this.calls += 1;
    if (number === this.#index) this.#broken = call;
    const breaks = number === this.#index || (this.#breakage.kind === 'forbidden' && this.#broken === call);
    if (!breaks) return act();
    const { when, kind } = this.#breakage;
    if (when === 'after') await act();
    throw new AppError(`${call} broke`, { code: 'TEST_BREAKAGE', kind, hint: 'Repair it.' });
  }
}

/** The actor with its applying and delivering calls led through the breaker. */
export function flaky(actor: ConnectorActor, breaker: Breaker): ConnectorActor {
  const performers = Object.entries(actor.performers).map(([id, performer]) => [id, wrap(id, performer, breaker)]);
  const { secretStore } = actor;
  return {
    ...actor,
    performers: Object.fromEntries(performers) as ConnectorActor['performers'],
    ...(secretStore === undefined
      ? {}
      : {
          secretStore: {
            ...secretStore,
            deliver: (target, parts, key) =>
              breaker.around(`deliver ${target}`, () => secretStore.deliver(target, parts, key)),
          },
        }),
  };
}

function wrap(id: string, performer: ActionPerformer, breaker: Breaker): ActionPerformer {
  return {
    ...performer,
    apply: (target, key, before) => breaker.around(`${id} ${target.key}`, () => performer.apply(target, key, before)),
  };
}
