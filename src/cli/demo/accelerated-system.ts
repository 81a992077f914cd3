import type { System } from '../../core/system.ts';
import type { Scene } from '../../simulate/scenes/scene.ts';
import { seeded } from '../../simulate/seeded.ts';

/**
 * The real machine with the story's time: waiting passes at once, because nobody else is at work meanwhile. Chance is
 * the story's, too, so that it is told in the same words every time.
 */
export function acceleratedSystem({ clock, environment }: Pick<Scene, 'clock' | 'environment'>, real: System): System {
  const chance = seeded('keywatch/demo');
  return {
    ...real,
    random: (bytes) => new Uint8Array(chance.bytes(bytes)),
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
