import { startSimulatedAws } from '../aws/server.ts';
import { ManualClock } from '../clock.ts';
import { startSimulatedGithub } from '../github/server.ts';
import { startHttpSink } from '../http-sink.ts';
import { stageGithubStory } from '../stories/github-player.ts';
import { stageStory } from '../stories/player.ts';
import { keyFromClone, TWO_PROVIDERS, tokenLeak } from '../stories/two-providers.ts';
import { CHAT_PATH, configAround, START } from './around.ts';
import { awsPart, cloudAct } from './aws-part.ts';
import { codeAct, githubPart } from './github-part.ts';
import type { Scene, SceneChoice } from './scene.ts';

/** A token leaks at one provider, and what it opens leads to a key of another. */
export const TWO_PROVIDERS_SCENE: SceneChoice = {
  id: TWO_PROVIDERS.id,
  summary: 'GitHub and AWS: a token leaks, a key it leads to is used',
  stage,
};

async function stage(seed: string): Promise<Scene> {
  const clock = new ManualClock(START);
  const [aws, hub, chat] = await Promise.all([
    startSimulatedAws({ clock, seed }),
    startSimulatedGithub({ clock, seed }),
    startHttpSink(clock),
  ]);
  const { github } = hub;
  github.createOrg({ login: tokenLeak.org });
  const keys = stageStory(aws.cloud, clock, keyFromClone);
  const leakedId = keys.keyId('ci-deploy') ?? '';
  const code = stageGithubStory(github, clock, tokenLeak, { 'pipeline key': leakedId });
  const cloudPart = awsPart(aws, keyFromClone.trail.bucket);
  const codePart = githubPart(github, tokenLeak.org);
  const address = `${chat.url}${CHAT_PATH}`;
  return {
    ...TWO_PROVIDERS,
    place: 'a simulated GitHub organisation and a simulated AWS account',
    clock,
    attackAt: code.attackAt,
    deeds: () => [...code.deeds, ...keys.deeds].toSorted((a, b) => a.at - b.at),
    acts: [codeAct, cloudAct],
    chat,
    config: configAround(codePart.config + cloudPart.config),
    environment: { ...cloudPart.environment, ...codePart.environment, KEYWATCH_SLACK: address },
    logFiles: () => [...codePart.logFiles(), ...cloudPart.logFiles()],
    secrets: () => [...cloudPart.secrets(), ...codePart.secrets(), address, CHAT_PATH],
    workingCredentials: cloudPart.workingCredentials,
    async close() {
      await Promise.all([aws.close(), hub.close(), chat.close()]);
    },
  };
}
