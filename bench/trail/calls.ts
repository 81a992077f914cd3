import type { Random } from './random.ts';

/** One kind of API call, with parameters in the manner of its service. */
export interface Call {
  readonly source: string;
  readonly name: string;
  readonly readOnly: boolean;
  parameters(random: Random): object | null;
}

type Parameters = (random: Random) => object | null;

const none: Parameters = () => null;
const bucket: Parameters = (random) => ({
  bucketName: `team-${random.skewed(400)}-artifacts`,
  Host: 's3.us-east-1.amazonaws.com',
});
const object: Parameters = (random) => ({
  bucketName: `team-${random.skewed(20)}-artifacts`,
  Host: 's3.us-east-1.amazonaws.com',
  key: `builds/service/${random.skewed(900)}.tar.gz`,
  'x-id': 'GetObject',
});
const instances: Parameters = (random) => ({
  instancesSet: { items: [{ instanceId: `i-0${(random.skewed(3_000) * 7919).toString(16).padStart(16, '0')}` }] },
  filterSet: {},
});
const network: Parameters = (random) => ({
  maxResults: 1000,
  filterSet: {
    items: [{ name: 'vpc-id', valueSet: { items: [{ value: `vpc-0${random.below(40)}c81d2b7f3a9e55` }] } }],
  },
});
const key: Parameters = (random) => ({
  keyId: `arn:aws:kms:us-east-1:111122223333:key/${random.skewed(90).toString().padStart(8, '0')}-5b1d-4c0e-9a57-2f6c1e0b7d43`,
  encryptionAlgorithm: 'SYMMETRIC_DEFAULT',
  encryptionContext: { 'aws:s3:arn': `arn:aws:s3:::team-${random.skewed(400)}-artifacts` },
});
const stream: Parameters = (random) => ({
  logGroupName: `/aws/lambda/service-${random.skewed(500)}`,
  logStreamName: `2026/09/01/[$LATEST]${random.skewed(2_000).toString(16).padStart(32, '0')}`,
});
const alarm: Parameters = (random) => ({ alarmNames: [`service-${random.skewed(500)}-errors`], maxRecords: 100 });
const lambda: Parameters = (random) => ({ functionName: `service-${random.skewed(500)}`, qualifier: 'live' });
const table: Parameters = (random) => ({ tableName: `service-${random.skewed(200)}-state` });
const user: Parameters = (random) => ({ userName: `service-${random.skewed(2_000)}` });
const role: Parameters = (random) => ({ roleName: `app-role-${random.skewed(300)}` });
const database: Parameters = (random) => ({ dBInstanceIdentifier: `orders-${random.skewed(40)}`, maxRecords: 100 });
const queue: Parameters = (random) => ({
  queueUrl: `https://sqs.us-east-1.amazonaws.com/111122223333/jobs-${random.skewed(120)}`,
});
const image: Parameters = (random) => ({ repositoryName: `service-${random.skewed(300)}`, registryId: '111122223333' });

/** Service, parameters, and the names of its calls, the most frequent first. */
const CATALOGUE: readonly (readonly [service: string, parameters: Parameters, names: string])[] = [
  [
    'ec2',
    instances,
    'DescribeInstances DescribeInstanceStatus DescribeTags RunInstances TerminateInstances StopInstances',
  ],
  ['ec2', network, 'DescribeSubnets DescribeSecurityGroups DescribeVpcs DescribeNetworkInterfaces DescribeRouteTables'],
  [
    'ec2',
    none,
    'DescribeRegions DescribeAvailabilityZones DescribeImages DescribeVolumes DescribeSnapshots CreateTags',
  ],
  ['s3', bucket, 'GetBucketLocation GetBucketAcl ListObjects GetBucketPolicy GetBucketVersioning PutBucketTagging'],
  ['s3', object, 'GetObject PutObject HeadObject DeleteObject'],
  ['sts', none, 'GetCallerIdentity'],
  ['kms', key, 'Decrypt GenerateDataKey Encrypt DescribeKey ListAliases'],
  ['logs', stream, 'CreateLogStream DescribeLogStreams DescribeLogGroups GetLogEvents PutRetentionPolicy'],
  ['monitoring', alarm, 'DescribeAlarms PutMetricAlarm GetMetricData ListMetrics DeleteAlarms'],
  ['lambda', lambda, 'GetFunction20150331v2 ListFunctions20150331 UpdateFunctionCode20150331v2 ListTags20170331'],
  ['dynamodb', table, 'DescribeTable ListTables UpdateTable DescribeTimeToLive'],
  ['iam', role, 'GetRole ListAttachedRolePolicies ListRolePolicies PassRole'],
  ['iam', user, 'GetUser ListAccessKeys ListUserTags'],
  ['rds', database, 'DescribeDBInstances DescribeDBClusters ListTagsForResource CreateDBSnapshot'],
  ['sqs', queue, 'GetQueueAttributes ListQueues SetQueueAttributes'],
  ['ecr', image, 'GetAuthorizationToken BatchGetImage DescribeRepositories PutImage GetDownloadUrlForLayer'],
  ['ssm', none, 'DescribeInstanceInformation UpdateInstanceInformation ListAssociations'],
  ['elasticloadbalancing', none, 'DescribeTargetHealth DescribeLoadBalancers DescribeTargetGroups RegisterTargets'],
  ['autoscaling', none, 'DescribeAutoScalingGroups SetDesiredCapacity DescribeLaunchConfigurations'],
  ['cloudformation', none, 'DescribeStacks DescribeStackEvents ListStackResources'],
];

const READ = /^(Get|List|Describe|Head|BatchGet|Decrypt|Generate)/;

/** Calls of one account's daily business; the ones in front are the frequent ones. */
export const CALLS: readonly Call[] = byFrequency().map(({ service, name, parameters }) => ({
  source: `${service}.amazonaws.com`,
  name,
  readOnly: READ.test(name),
  parameters,
}));

/** First the most frequent call of every service, then the second ones, and so on. */
function byFrequency(): readonly { service: string; name: string; parameters: Parameters }[] {
  return CATALOGUE.flatMap(([service, parameters, names]) =>
    names.split(' ').map((name, rank) => ({ service, name, parameters, rank })),
  ).toSorted((a, b) => a.rank - b.rank);
}
