import { describe, expect, it } from 'vitest';
import { quarantineDocument } from '../../../../../connectors/aws/actions/quarantine-policy.ts';
import { denyOlderThan } from '../../../../../connectors/aws/actions/session-deny.ts';
import { NOON } from '../../../../support/plan-inputs.ts';

describe('the policies that deny', () => {
  it('deny everything to whatever was issued before the cut-off, in whole seconds', () => {
    expect(JSON.parse(denyOlderThan(NOON + 999))).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Deny',
          Action: '*',
          Resource: '*',
          Condition: { DateLessThan: { 'aws:TokenIssueTime': '2026-11-23T12:00:00Z' } },
        },
      ],
    });
  });

  it('fit together into the 2,048 characters that the inline policies of a user may have', () => {
    expect(denyOlderThan(NOON).length + quarantineDocument().length).toBeLessThan(400);
  });
});
