import type { AlarmClock } from '../clock.ts';
import type { GithubWorld } from '../github/github-world.ts';
import type { Token } from '../github/model.ts';
import { type Seeded, seeded } from '../seeded.ts';
import type { GithubRoutine, GithubStory } from './github-story.ts';
import { millis } from './story.ts';
import { createTeller, type Deed, THIEF } from './teller.ts';

/** One use of a token by an intruder, as it went. */
export interface PlayedUse {
  readonly at: number;
  readonly action: string;
  readonly repo: string;
  readonly isTaken: boolean;
}

export interface GithubPlay {
  readonly attackAt: number;
  readonly played: readonly PlayedUse[];
  /** The same for an onlooker, with what GitHub does. */
  readonly deeds: readonly Deed[];
  token(name: string): Token;
}

/**
 * Sets the stage and schedules everything on the clock. Nothing has happened yet when it returns.
 * @param secrets of other providers that leak here, by name
 */
export function stageGithubStory(
  github: GithubWorld,
  clock: AlarmClock,
  story: GithubStory,
  secrets: Readonly<Record<string, string>> = {},
): GithubPlay {
  const beganAt = clock.now();
  const attackAt = beganAt + millis(story.quietFor);
  for (const repo of story.repos) github.createRepo(repo);
  const tokens = new Map(Object.entries(story.tokens).map(([name, input]) => [name, github.createToken(input)]));
  const token = (name: string): Token => {
    const found = tokens.get(name);
    if (found === undefined) throw new Error(`no token ${name} in the story`);
    return found;
  };
  const scene: PlayScene = { github, clock, story, token };
  for (const [index, routine] of story.routines.entries()) {
    playRoutine(scene, routine, seeded(`${story.org}/routine/${index}`), beganAt);
  }
  const teller = createTeller(clock);
  for (const found of story.leaks) {
    clock.schedule(attackAt + millis(found.at), () => {
      github.leak({ ...found.leak, secret: secrets[found.what] ?? token(found.what).text });
      teller.tell(found, 'GitHub', found.tells, false);
    });
  }
  const played: PlayedUse[] = [];
  for (const step of story.steps) {
    for (let round = 0; round < (step.times ?? 1); round += 1) {
      const at = attackAt + millis(step.at) + round * millis(step.every ?? '1s');
      clock.schedule(at, () => {
        const { ok } = perform(scene, step.as, step.from, step.use);
        teller.tell(step, THIEF, step.tells, !ok);
        played.push({ at, action: step.use.action, repo: step.use.repo, isTaken: ok });
      });
    }
  }
  return { attackAt, played, deeds: teller.deeds, token };
}

interface PlayScene {
  readonly github: GithubWorld;
  readonly clock: AlarmClock;
  readonly story: GithubStory;
  token(name: string): Token;
}

/** Each round sets the alarm for the next, so that only one is waiting. */
function playRoutine(scene: PlayScene, routine: GithubRoutine, random: Seeded, due: number): void {
  const at = due + random.int(millis(routine.jitter) + 1);
  scene.clock.schedule(at, () => {
    for (const use of routine.uses) perform(scene, routine.as, routine.from, use);
    playRoutine(scene, routine, random, due + millis(routine.every));
  });
}

function perform(
  scene: PlayScene,
  as: string,
  from: string,
  use: GithubRoutine['uses'][number],
): { readonly ok: boolean } {
  const place = scene.story.networks[from];
  if (place === undefined) throw new Error(`no network ${from} in the story`);
  return scene.github.useToken(scene.token(as), { ...use, ...place });
}
