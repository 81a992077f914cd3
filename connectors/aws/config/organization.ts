import { type ZodType, z } from 'zod';
import { accountId, region, roleArn } from './parts.ts';

/** Every account of an organisation, entered by roles of the same name. */
export interface OrganizationConfig {
  /** Assumed for listing the accounts; '' asks with our own credentials. */
  readonly listRoleArn: string;
  readonly roleName: string;
  /** '' where nothing is ever changed. */
  readonly respondRoleName: string;
  readonly externalId: string;
  readonly regions: 'discover' | readonly string[];
  readonly leaveOut: readonly string[];
}

/** With its path, as it stands in the ARN after `role/`. */
const roleName = z.string().regex(/^[\w+=,.@/-]{1,128}$/, 'must be the name of a role, the same in every account');

export const organizationSchema: ZodType<OrganizationConfig> = z
  .strictObject({
    'list-role-arn': roleArn
      .or(z.literal(''))
      .default('')
      .describe(
        'Role of the management account or of a delegated administrator that may list the accounts. Without it our own credentials ask.',
      ),
    'role-name': roleName.describe('Role assumed for reading in every account.'),
    'respond-role-name': roleName
      .or(z.literal(''))
      .default('')
      .describe('Role assumed by approved runs only. Without it the accounts are watched and never changed.'),
    'external-id': z.string().default('').describe('External id that the trust policies of the roles ask for.'),
    regions: z
      .union([z.literal('discover'), z.array(region).min(1)], "must be 'discover' or a list of regions")
      .default('discover')
      .describe('Regions to watch in each account; the home region is always among them.'),
    'leave-out': z.array(accountId).default([]).describe('Accounts that are not watched.'),
  })
  .transform((entry) => ({
    listRoleArn: entry['list-role-arn'],
    roleName: entry['role-name'],
    respondRoleName: entry['respond-role-name'],
    externalId: entry['external-id'],
    regions: entry.regions,
    leaveOut: entry['leave-out'],
  }));
