import { afterEach, describe, expect, it } from 'vitest';
import type { Chore, Scene } from '../../src/simulate/scenes/scene.ts';
import { type PlayedStory, playedStory } from '../support/played-story.ts';

const STORY_TIME = 180_000;

let played: PlayedStory | null = null;

afterEach(async () => {
  await played?.close();
  played = null;
});

/** The story with other people in it. */
async function withPeople(change: (chores: readonly Chore[], scene: Scene) => readonly Chore[]): Promise<PlayedStory> {
  const changed = (scene: Scene): Scene => ({
    ...scene,
    acts: scene.acts.map((act) => ({ ...act, chores: change(act.chores, scene) })),
  });
  played = await playedStory('payout-theft', { change: changed });
  return played;
}

interface Standing {
  readonly status: string;
  readonly run: string;
  readonly roll: string;
}

function standing(story: PlayedStory): Promise<Standing> {
  return story.read(async (store) => {
    const [incident] = await store.incidents.list({ historical: false });
    const [run] = await store.journal.runs({});
    const entries = await store.journal.entries(run?.id ?? '');
    const roll = entries.filter(({ step }) => step.includes('roll-keys')).at(-1)?.state ?? 'none';
    return { status: incident?.status ?? 'none', run: run?.state ?? 'none', roll };
  });
}

describe('a stolen key that moves money', () => {
  it(
    'is stopped by what the provider allows, and by a person for the rest',
    async () => {
      const story = await withPeople((chores) => chores);

      expect(story.out).toMatch(/done: Pause scheduled payouts/);
      expect(story.out).toMatch(/waits for .*ben/);
      expect(story.out).toMatch(/the old key is\s+dead: Stripe answers 401/);
      expect(await standing(story)).toEqual({ status: 'verified', run: 'completed', roll: 'verified' });
      // Pausing the schedule does not stop a key that asks by hand; that payout was cancelled, too.
      const cancelled = story.out.match(/done: Cancel the payout while it is pending/g) ?? [];
      expect(cancelled).toHaveLength(2);
    },
    STORY_TIME,
  );

  it(
    'is not over while nobody rolls it: everybody is reminded, then told that the deadline has passed',
    async () => {
      const story = await withPeople(() => []);

      expect(story.isProven).toBe(false);
      const { roll, run, status } = await standing(story);
      expect(['waiting', 'stuck']).toContain(run);
      expect(['waiting', 'failed']).toContain(roll);
      expect(status).not.toMatch(/verified|closed/);
      expect(story.out).toMatch(/nobody did it by/);
      // The thief goes on asking for payouts, and the log shows it.
      expect(story.out).toMatch(/Containment of inc-[0-9a-f]+: contradicted/);
      const reasons = await story.read(async (store) => {
        const notes = (await store.incidents.list({ historical: false })).flatMap((one) => one.notes);
        return notes.map(({ text }) => text);
      });
      expect(reasons.some((text) => /waits for .*ben.* since/.test(text))).toBe(true);
      expect(reasons.some((text) => /ben.* had until .* and it is not done/.test(text))).toBe(true);
      expect(story.out).toMatch(/a person has to do\s+something, and has not yet/);
      expect(story.out).toMatch(/a person had to do\s+something, and the time is over/);
    },
    STORY_TIME,
  );

  it(
    'is not over when the owner says that it is done and the old key still works',
    async () => {
      const story = await withPeople((chores, scene) =>
        chores.map((chore) => ({ ...chore, do: () => scene.secrets().find((one) => one.startsWith('rk_')) ?? '' })),
      );

      expect(story.isProven).toBe(false);
      expect(story.out).toMatch(/the old key still\s+works/);
      expect((await standing(story)).roll).not.toBe('verified');
    },
    STORY_TIME,
  );

  it(
    'is not proven dead by a key that nobody has seen work',
    async () => {
      const mistyped = ['rk', 'live', 'neverExistedAtAll0000000000'].join('_');
      const story = await withPeople((chores) =>
        chores.map((chore) => ({
          ...chore,
          do: () => {
            chore.do();
            return mistyped;
          },
        })),
      );

      expect(story.isProven).toBe(false);
      expect(await standing(story)).not.toMatchObject({ roll: 'verified' });
      const places = await story.everything();
      expect([...places].filter(([, text]) => text.includes(mistyped)).map(([place]) => place)).toEqual([]);
    },
    STORY_TIME,
  );
});
