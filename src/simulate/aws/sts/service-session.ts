import { publish } from '../cloudtrail/publish.ts';
import { buildRecord } from '../cloudtrail/record.ts';
import type { Role, Session } from '../model.ts';
import type { World } from '../world.ts';
import { assumeResponse } from './assume-role.ts';
import { mintSession } from './mint.ts';

export interface ServiceSession {
  readonly role: Role;
  /** `ec2.amazonaws.com`, `lambda.amazonaws.com` */
  readonly service: string;
  /** For EC2 the instance id. */
  readonly sessionName: string;
  readonly region: string;
  readonly seconds?: number;
}

/** A service assumes a role for its workload: the record names the service and no key. */
export function sessionForService(world: World, source: ServiceSession): Session {
  const account = source.role.arn.split(':')[4] ?? '';
  const seconds = source.seconds ?? 21_600;
  const session = mintSession(world, {
    kind: 'role',
    account,
    principal: source.role.name,
    name: source.sessionName,
    parentKeyId: undefined,
    region: source.region,
    seconds,
  });
  const now = world.clock.now();
  const record = buildRecord({
    at: now,
    eventID: world.random.uuid(),
    requestID: world.random.uuid(),
    service: 'sts',
    eventName: 'AssumeRole',
    region: source.region,
    sourceIPAddress: source.service,
    userAgent: source.service,
    userIdentity: { type: 'AWSService', invokedBy: source.service },
    readOnly: true,
    recipientAccountId: account,
    requestParameters: { roleArn: source.role.arn, roleSessionName: source.sessionName, durationSeconds: seconds },
    responseElements: assumeResponse(source.role, session),
    resources: [{ accountId: account, type: 'AWS::IAM::Role', ARN: source.role.arn }],
    sharedEventID: world.random.uuid(),
    tls: false,
  });
  publish(world, record, account, source.region, now);
  return session;
}
