import { GetAccountSummaryCommand } from '@aws-sdk/client-iam';
import type { ActionPerformer } from '../../../src/core/action.ts';
import { call } from './call.ts';
import type { Hands } from './hands.ts';

/** The summary tells only whether root has any key at all. */
export function rootKeyPerformer(hands: Hands): ActionPerformer {
  return {
    risk: 'harmless',
    apply: () => Promise.reject(new Error('a person does this')),
    verify: async (target, receipt) => {
      const summary = await call('read the account summary', () =>
        hands.iam(target.account).send(new GetAccountSummaryCommand({})),
      );
      if (summary.SummaryMap?.AccountAccessKeysPresent === 0)
        return { kind: 'verified', evidence: `account ${target.account} has no root access key` };
      const by = receipt.fields['confirmedBy'] ?? 'nobody';
      return { kind: 'unproven', reason: `attested by ${by}; IAM still counts a root access key, active or not` };
    },
  };
}
