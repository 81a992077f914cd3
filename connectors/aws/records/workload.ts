import type { Json } from './schema.ts';
import { isObject, textOf } from './schema.ts';

/** EC2 and hybrid instances, ECS tasks (32 hex), CodeBuild, EKS pods, Glue jobs: names that the service chooses. */
const SERVICE_NAMED =
  /^(i-[0-9a-f]{8}([0-9a-f]{9})?|mi-[0-9a-f]{17}|[0-9a-f]{32}|AWSCodeBuild-[0-9a-f-]{36}|eks-[\w-]+-[0-9a-f-]{36}|GlueJobRunnerSession|AWSBatch.*|SageMaker)$/i;

/** Roles that only one AWS service can assume: AWS acts for itself there. */
export function serviceLinked(roleArn: string): boolean {
  return roleArn.includes(':role/aws-service-role/');
}

/**
 * True when the role's credentials were handed to running code, not to a person: then they have a
 * home, and use away from it is theft. Signs: the delivery mark of the instance metadata service,
 * the resource that credentials were issued to, the path of roles made for a service, a session
 * name that a service chooses. A caller can fake the last one, which only makes it watched closer.
 */
export function isWorkload(identity: Json, context: Json, role: string, session: string): boolean {
  if (textOf(context['ec2RoleDelivery']) !== '') return true;
  const scope = identity['inScopeOf'];
  if (isObject(scope) && (textOf(scope['credentialsIssuedTo']) !== '' || textOf(scope['issuerType']) !== ''))
    return true;
  return role.includes(':role/service-role/') || SERVICE_NAMED.test(session);
}
