import { startSimulatedAws } from '../aws/server.ts';
import { ManualClock } from '../clock.ts';
import { startHttpSink } from '../http-sink.ts';
import { leakedKey } from '../stories/leaked-key.ts';
import { leakedKeyHard } from '../stories/leaked-key-hard.ts';
import { stageStory } from '../stories/player.ts';
import type { Story } from '../stories/story.ts';
import { CHAT_PATH, configAround, START } from './around.ts';
import { awsPart, cloudAct } from './aws-part.ts';
import type { Scene, SceneChoice } from './scene.ts';

/** A stolen key in one cloud account; the hard form has a thief who fights back. */
export const LEAKED_KEY_SCENES: readonly SceneChoice[] = [
  {
    id: leakedKey.id,
    summary: 'AWS: a stolen key makes a second one and stops the log',
    stage: (seed) => stage(leakedKey, seed),
  },
  {
    id: leakedKeyHard.id,
    summary: 'AWS: the same thief undoes the containment as it spreads',
    stage: (seed) => stage(leakedKeyHard, seed),
  },
];

async function stage(story: Story, seed: string): Promise<Scene> {
  const clock = new ManualClock(START);
  const aws = await startSimulatedAws({ clock, seed });
  const chat = await startHttpSink(clock);
  const play = stageStory(aws.cloud, clock, story);
  const part = awsPart(aws, story.trail.bucket);
  return {
    id: story.id,
    title: story.title,
    place: 'a simulated AWS account',
    clock,
    attackAt: play.attackAt,
    deeds: () => play.deeds,
    acts: [cloudAct],
    chat,
    config: configAround(part.config),
    environment: { ...part.environment, KEYWATCH_SLACK: `${chat.url}${CHAT_PATH}` },
    logFiles: part.logFiles,
    secrets: () => [...part.secrets(), `${chat.url}${CHAT_PATH}`, CHAT_PATH],
    workingCredentials: part.workingCredentials,
    async close() {
      await Promise.all([aws.close(), chat.close()]);
    },
  };
}
