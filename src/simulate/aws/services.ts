/** How a service speaks: form in and XML out, JSON with a target header, REST with JSON, or S3. */
export type Protocol = 'query' | 'json' | 'rest-json' | 's3';

interface ServiceFacts {
  readonly protocol: Protocol;
  /** One endpoint for the world: its events land in us-east-1. */
  readonly global?: boolean;
  /** XML name space of query answers. */
  readonly namespace?: string;
  /** `AWSHealth_20160804`: what stands before the dot in `x-amz-target`. */
  readonly targetPrefix?: string;
  /** The code of a denial on the wire and in the log, where unusual. */
  readonly denial?: readonly [wire: string, log: string];
}

const SERVICES: Readonly<Record<string, ServiceFacts>> = {
  iam: { protocol: 'query', global: true, namespace: 'https://iam.amazonaws.com/doc/2010-05-08/' },
  sts: { protocol: 'query', namespace: 'https://sts.amazonaws.com/doc/2011-06-15/' },
  ec2: {
    protocol: 'query',
    namespace: 'http://ec2.amazonaws.com/doc/2016-11-15/',
    denial: ['UnauthorizedOperation', 'Client.UnauthorizedOperation'],
  },
  s3: { protocol: 's3', denial: ['AccessDenied', 'AccessDenied'] },
  cloudtrail: { protocol: 'json', targetPrefix: 'CloudTrail_20131101' },
  secretsmanager: { protocol: 'json', targetPrefix: 'secretsmanager' },
  sqs: { protocol: 'json', targetPrefix: 'AmazonSQS' },
  ssm: { protocol: 'json', targetPrefix: 'AmazonSSM' },
  kms: { protocol: 'json', targetPrefix: 'TrentService' },
  health: { protocol: 'json', global: true, targetPrefix: 'AWSHealth_20160804' },
  organizations: {
    protocol: 'json',
    global: true,
    targetPrefix: 'AWSOrganizationsV20161128',
    denial: ['AccessDeniedException', 'AccessDeniedException'],
  },
  account: { protocol: 'rest-json', global: true },
  guardduty: { protocol: 'rest-json' },
};

const UNKNOWN: ServiceFacts = { protocol: 'json' };

/** Facts of a service by the name it is signed with; unknown ones pass for JSON services. */
export function serviceFacts(service: string): ServiceFacts {
  return SERVICES[service] ?? UNKNOWN;
}

/** Where the events of a call land: us-east-1 for global services, else the region of the endpoint. */
export function eventRegion(service: string, region: string): string {
  return serviceFacts(service).global === true ? 'us-east-1' : region;
}

export function eventSource(service: string): string {
  return `${service}.amazonaws.com`;
}

/** The host a client would have asked. */
export function serviceHost(service: string, region: string): string {
  return serviceFacts(service).global === true ? eventSource(service) : `${service}.${region}.amazonaws.com`;
}
