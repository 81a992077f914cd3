import { LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { AppError } from '../../../src/core/errors.ts';
import type { Millis } from '../../../src/core/time.ts';
import { MINUTE, SECOND } from '../../../src/core/time.ts';
import { shortKey } from '../actions/arn.ts';
import { call } from './call.ts';
import type { Hands } from './hands.ts';
import type { KeyState } from './key-state.ts';

/** Our clock and IAM's may differ by this much, and IAM tells whole seconds. */
const SKEW: Millis = 30 * SECOND;

/**
 * Whether this run made the key. The log decides: our session name carries the run id, which
 * nobody else can have. A key older than our intention needs no look.
 * @throws AppError kind `transient` while the log does not show the key's creation yet
 */
export async function createdHere(hands: Hands, account: string, key: KeyState, since: Millis): Promise<boolean> {
  if (key.createdAt < since - SKEW) return false;
  const page = await call(`look up who created access key ${shortKey(key.id)}`, () =>
    hands.cloudTrail(account, hands.home).send(
      new LookupEventsCommand({
        LookupAttributes: [{ AttributeKey: 'ResourceName', AttributeValue: key.id }],
        MaxResults: 50,
      }),
    ),
  );
  const creation = (page.Events ?? []).find((event) => event.EventName === 'CreateAccessKey');
  if (creation !== undefined) return sessionOf(creation.CloudTrailEvent ?? '') === hands.sessionName;
  throw new AppError(
    `access key ${shortKey(key.id)} appeared while ours was being made, and the log does not say yet by whom`,
    {
      code: 'AWS_KEY_OF_UNKNOWN_MAKER',
      kind: 'transient',
      retryAfter: MINUTE,
      hint: 'Find out in CloudTrail who made the key, delete it if it was this run, and resume.',
    },
  );
}

/** The session name in the caller's ARN, which for an assumed role is its last part. */
function sessionOf(record: string): string {
  const parsed: unknown = JSON.parse(record === '' ? '{}' : record);
  const identity: unknown = member(parsed, 'userIdentity');
  const arn: unknown = member(identity, 'arn');
  return typeof arn === 'string' && arn.includes(':assumed-role/') ? arn.slice(arn.lastIndexOf('/') + 1) : '';
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
