import type { Operations } from '../operation.ts';
import { keyOperations } from './keys.ts';
import { loginOperations } from './logins.ts';
import { rolePolicyOperations, userPolicyOperations } from './policies.ts';
import { reportOperations } from './report.ts';
import { roleOperations } from './roles.ts';
import { userOperations } from './users.ts';

/** IAM, API version 2010-05-08. */
export const iamOperations: Operations = {
  ...userOperations,
  ...keyOperations,
  ...userPolicyOperations,
  ...rolePolicyOperations,
  ...roleOperations,
  ...loginOperations,
  ...reportOperations,
};
