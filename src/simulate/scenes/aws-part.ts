import type { AwsCloud } from '../aws/cloud.ts';
import type { SimulatedAws } from '../aws/server.ts';
import type { Scene, SceneAct } from './scene.ts';

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

/** Stopping a key of AWS can be undone, so nobody has to be asked twice. */
export const cloudAct: SceneAct = {
  provider: 'aws',
  name: 'AWS',
  approver: 'ana',
  irreversible: false,
  chores: [],
};

/** What a scene gets from an AWS account in which Keywatch has a place. */
export interface AwsPart extends Pick<Scene, 'environment' | 'logFiles' | 'workingCredentials'> {
  /** Lines of `connectors`, indented by two. */
  readonly config: string;
  secrets(): readonly string[];
}

/** Gives Keywatch its user and roles. @param bucket where the trail writes */
export function awsPart(aws: SimulatedAws, bucket: string): AwsPart {
  const { cloud } = aws;
  cloud.createUser({ name: 'keywatch', allow: ['sts:AssumeRole'] });
  cloud.createRole({ name: 'keywatch-read', trusts: [cloud.account], allow: READ });
  cloud.createRole({ name: 'keywatch-respond', trusts: [cloud.account], allow: RESPOND });
  const key = cloud.createKey('keywatch');
  return {
    config: configText(aws, key.id),
    environment: { KEYWATCH_AWS_SECRET: key.secret },
    logFiles() {
      cloud.settle();
      const objects = [...(cloud.world.buckets.get(bucket)?.objects.values() ?? [])];
      return objects.map(({ bytes, key: name }) => ({ name, bytes }));
    },
    secrets: () =>
      [...cloud.world.credentials.values()].flatMap((one) =>
        one.kind === 'long-term' ? [one.secret] : [one.secret, one.token],
      ),
    workingCredentials: (principals) => principals.filter((name) => isUsable(cloud, name)),
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
  return `  aws:
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
`;
}
