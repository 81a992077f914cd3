import type { System } from '../../core/system.ts';
import { ManualClock } from '../../simulate/clock.ts';
import { type SimulatedAws, startSimulatedAws } from '../../simulate/aws/server.ts';
import { type HttpSink, startHttpSink } from '../../simulate/http-sink.ts';
import { stageStory, type StoryPlay } from '../../simulate/stories/player.ts';
import type { Story } from '../../simulate/stories/story.ts';

/** The simulated account, its clock, and the monitor's own credentials in it. */
export interface DemoWorld {
  readonly clock: ManualClock;
  readonly system: System;
  readonly aws: SimulatedAws;
  readonly slack: HttpSink;
  readonly play: StoryPlay;
  /** The configuration file that a user would write for this account. */
  readonly config: string;
  close(): Promise<void>;
}

/** Sunday morning: nobody is watching. */
const START = '2026-11-01T03:12:00Z';

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

/** Starts the simulated providers on loopback and sets the story's stage; nothing has happened yet. */
export async function startDemoWorld(story: Story, seed: string, real: System): Promise<DemoWorld> {
  const clock = new ManualClock(START);
  const aws = await startSimulatedAws({ clock, seed });
  const slack = await startHttpSink(clock);
  const { cloud } = aws;
  const play = stageStory(cloud, clock, story);
  cloud.createUser({ name: 'keywatch', allow: ['sts:AssumeRole'] });
  cloud.createRole({ name: 'keywatch-read', trusts: [cloud.account], allow: READ });
  cloud.createRole({ name: 'keywatch-respond', trusts: [cloud.account], allow: RESPOND });
  const key = cloud.createKey('keywatch');
  const environment: Readonly<Record<string, string>> = {
    KEYWATCH_AWS_SECRET: key.secret,
    KEYWATCH_SLACK: `${slack.url}/services/T000/B000/demo`,
  };
  return {
    clock,
    system: acceleratedSystem(clock, real, environment),
    aws,
    slack,
    play,
    config: configText(aws, key.id),
    async close() {
      await Promise.all([aws.close(), slack.close()]);
    },
  };
}

/** The real machine with the story's time: waiting passes at once, because nobody else is at work meanwhile. */
function acceleratedSystem(clock: ManualClock, real: System, environment: Readonly<Record<string, string>>): System {
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

function configText(aws: SimulatedAws, keyId: string): string {
  return `database:
  path: demo.db
connectors:
  aws:
    endpoint: ${aws.url}
    credentials:
      accessKeyId: ${keyId}
      secretAccessKey: env:KEYWATCH_AWS_SECRET
    accounts:
      - id: "${aws.account}"
        name: example
        roleArn: arn:aws:iam::${aws.account}:role/keywatch-read
        respondRoleArn: arn:aws:iam::${aws.account}:role/keywatch-respond
        regions: [us-east-1]
    sources:
      guardDuty: false
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
