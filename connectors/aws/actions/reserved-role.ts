import type { Principal } from './arn.ts';

/**
 * Roles whose policies the account's owner cannot change: those that Identity Center manages
 * and those that belong to an AWS service. Some records lose the path, so the name counts too.
 */
export function reservedKind(role: Principal): 'identity-center' | 'service-linked' | null {
  if (role.path.startsWith('/aws-reserved/') || role.name.startsWith('AWSReservedSSO_')) return 'identity-center';
  if (role.path.startsWith('/aws-service-role/') || role.name.startsWith('AWSServiceRoleFor')) return 'service-linked';
  return null;
}
