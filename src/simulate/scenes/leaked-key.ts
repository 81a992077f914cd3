import type { AwsCloud } from '../aws/cloud.ts';
import { type SimulatedAws, startSimulatedAws } from '../aws/server.ts';
import { ManualClock } from '../clock.ts';
import { startHttpSink } from '../http-sink.ts';
import { leakedKey } from '../stories/leaked-key.ts';
import { leakedKeyHard } from '../stories/leaked-key-hard.ts';
import { stageStory } from '../stories/player.ts';
import type { Story } from '../stories/story.ts';
import type { Scene, SceneChoice } from './scene.ts';

/** Sunday morning: nobody is watching. */
const START = '2026-11-01T03:12:00Z';

/** The secret part of an incoming webhook's address. */
const CHAT_PATH = '/services/T0SIMULATED/B0SIMULATED/only-for-the-demo';

const READ = [
  'cloudtrail:LookupEvents',
  'cloudtrail:DescribeTrails',
  'cloudtrail:GetTrailStatus',
  'cloudtrail:GetEventSelectors',
  'iam:Get*',
  'iam:List*',
  'iam:GenerateCredentialReport',
];
const RESPOND = [
  'iam:Get*',
  'iam:List*',
  'iam:UpdateAccessKey',
  'iam:PutUserPolicy',
  'iam:DeleteUserPolicy',
  'iam:PutRolePolicy',
  'iam:DeleteRolePolicy',
  'iam:AttachUserPolicy',
  'iam:DetachUserPolicy',
  'cloudtrail:StartLogging',
  'cloudtrail:GetTrailStatus',
  'cloudtrail:DescribeTrails',
];

/** A stolen key in one cloud account; the hard form has a thief who fights back. */
export const LEAKED_KEY_SCENES: readonly SceneChoice[] = [leakedKey, leakedKeyHard].map((story) => ({
  id: story.id,
  stage: (seed) => stage(story, seed),
}));

async function stage(story: Story, seed: string): Promise<Scene> {
  const clock = new ManualClock(START);
  const aws = await startSimulatedAws({ clock, seed });
  const chat = await startHttpSink(clock);
  const { cloud } = aws;
  const play = stageStory(cloud, clock, story);
  cloud.createUser({ name: 'keywatch', allow: ['sts:AssumeRole'] });
  cloud.createRole({ name: 'keywatch-read', trusts: [cloud.account], allow: READ });
  cloud.createRole({ name: 'keywatch-respond', trusts: [cloud.account], allow: RESPOND });
  const key = cloud.createKey('keywatch');
  return {
    id: story.id,
    title: story.title,
    place: 'a simulated AWS account',
    clock,
    attackAt: play.attackAt,
    chat,
    config: configText(aws, key.id),
    environment: {
      KEYWATCH_AWS_SECRET: key.secret,
      KEYWATCH_SLACK: `${chat.url}${CHAT_PATH}`,
    },
    logFiles() {
      cloud.settle();
      const bucket = cloud.world.buckets.get(story.trail.bucket);
      return [...(bucket?.objects.values() ?? [])].map(({ key, bytes }) => ({ name: key, bytes }));
    },
    secrets() {
      const keys = [...cloud.world.credentials.values()].flatMap((one) =>
        one.kind === 'long-term' ? [one.secret] : [one.secret, one.token],
      );
      return [...keys, `${chat.url}${CHAT_PATH}`, CHAT_PATH];
    },
    workingCredentials: (principals) => principals.filter((name) => isUsable(cloud, name)),
    async close() {
      await Promise.all([aws.close(), chat.close()]);
    },
  };
}

/** Tries every credential of a user or role with a call that it had the right to make. */
function isUsable(cloud: AwsCloud, principal: string): boolean {
  return [...cloud.world.credentials.values()].some((one) => {
    const owner = one.kind === 'long-term' ? one.userName : one.principal;
    return owner === principal && cloud.call({ as: one, service: 's3', action: 'ListBuckets' }).ok;
  });
}

function configText(aws: SimulatedAws, keyId: string): string {
  return `database:
  path: demo.db
  raw: keep
connectors:
  aws:
    endpoint: ${aws.url}
    credentials:
      access-key-id: ${keyId}
      secret-access-key: env:KEYWATCH_AWS_SECRET
    accounts:
      - id: "${aws.account}"
        name: example
        role-arn: arn:aws:iam::${aws.account}:role/keywatch-read
        respond-role-arn: arn:aws:iam::${aws.account}:role/keywatch-respond
        regions: [us-east-1]
    sources:
      guard-duty: false
      health: false
schedule:
  backfill: 21d
alerts:
  sinks:
    - kind: slack
      id: security-channel
      url: env:KEYWATCH_SLACK
`;
}
