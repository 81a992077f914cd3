import { accountOperations } from './account.ts';
import { cloudTrailOperations } from './cloudtrail/operations.ts';
import { ec2Operations } from './ec2.ts';
import { genericOperation } from './generic.ts';
import { guardDutyOperations } from './guardduty.ts';
import { healthOperations } from './health.ts';
import { iamOperations } from './iam/operations.ts';
import type { Call, Operation, Operations } from './operation.ts';
import { organizationsOperations } from './organizations.ts';
import { s3Operations } from './s3/operations.ts';
import { secretsManagerOperations } from './secrets-manager/operations.ts';
import { sqsOperations } from './sqs/operations.ts';
import { ssmOperations } from './ssm.ts';
import { stsOperations } from './sts/operations.ts';

const SERVICES: Readonly<Record<string, Operations>> = {
  account: accountOperations,
  cloudtrail: cloudTrailOperations,
  ec2: ec2Operations,
  guardduty: guardDutyOperations,
  health: healthOperations,
  iam: iamOperations,
  organizations: organizationsOperations,
  s3: s3Operations,
  secretsmanager: secretsManagerOperations,
  sqs: sqsOperations,
  ssm: ssmOperations,
  sts: stsOperations,
};

/** The operation of a call; what the simulator does not know is allowed or denied and journalled, and does nothing. */
export function findOperation(call: Call): Operation {
  return SERVICES[call.service]?.[call.action] ?? genericOperation(call.action);
}
