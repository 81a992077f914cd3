import type { System } from '../../core/system.ts';
import type { Scene } from '../../simulate/scenes/scene.ts';

/** The real machine with the story's time: waiting passes at once, because nobody else is at work meanwhile. */
export function acceleratedSystem({ clock, environment }: Pick<Scene, 'clock' | 'environment'>, real: System): System {
  return {
    ...real,
    clock: {
      now: () => clock.now(),
      sleep: async (ms, signal) => {
        signal?.throwIfAborted();
        clock.advance(ms);
      },
      timeout: (ms, signal) => real.clock.timeout(ms, signal),
    },
    env: (name) => environment[name] ?? real.env(name),
  };
}
