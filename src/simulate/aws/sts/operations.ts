import { AwsFault } from '../fault.ts';
import { accountOfKeyId } from '../ids.ts';
import type { Operations } from '../operation.ts';
import { need } from '../params.ts';
import { assumeRole, requestDetails } from './assume-role.ts';
import { getFederationToken, getSessionToken } from './user-sessions.ts';

/** STS, API version 2011-06-15. Its records land in the region of the endpoint used. */
export const stsOperations: Operations = {
  AssumeRole: assumeRole,
  GetSessionToken: getSessionToken,
  GetFederationToken: getFederationToken,
  /** Allowed even under an explicit deny, so it proves that a key authenticates and nothing more. */
  GetCallerIdentity: {
    readOnly: true,
    open: true,
    run: (_params, { caller, region }) => ({
      body: { Account: caller.account, UserId: caller.principalId, Arn: caller.arn },
      log: { additionalEventData: requestDetails(region) },
    }),
  },
  /** Tells anybody the owner of any key id, and nothing about its state. */
  GetAccessKeyInfo: {
    readOnly: true,
    run: (params) => {
      const account = accountOfKeyId(need(params, 'AccessKeyId'));
      if (account === undefined) throw new AwsFault('ValidationError', 'Invalid length for parameter AccessKeyId');
      return { body: { Account: account } };
    },
  },
};
