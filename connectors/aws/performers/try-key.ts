import { GetUserCommand } from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { Verification } from '../../../src/core/action.ts';
import { AppError } from '../../../src/core/errors.ts';
import { shortKey } from '../actions/arn.ts';
import { errorName } from '../failures.ts';
import { call } from './call.ts';
import type { Hands, KeyPair } from './hands.ts';

/** New keys are accepted unevenly by AWS's servers: one success proves little. */
const IN_A_ROW = 3;

/** Asks AWS who the key is, several times in a row. @throws AppError when AWS could not be asked */
export async function tryNewKey(hands: Hands, key: KeyPair): Promise<Verification> {
  for (let count = 1; count <= IN_A_ROW; count += 1) {
    const answer = await authenticates(hands, key);
    if (answer !== null) continue;
    const reason = `AWS does not accept ${shortKey(key.accessKeyId)} yet`;
    return { kind: 'not-yet', reason, retryAfter: 5_000 };
  }
  return { kind: 'verified', evidence: `AWS accepted ${shortKey(key.accessKeyId)} ${String(IN_A_ROW)} times in a row` };
}

/** The ARN that the key speaks for, or null when AWS refuses to authenticate it. */
export async function authenticates(hands: Hands, key: KeyPair): Promise<string | null> {
  try {
    const found = await call(`try access key ${shortKey(key.accessKeyId)}`, () =>
      hands.stsAs(key).send(new GetCallerIdentityCommand({})),
    );
    return found.Arn ?? '';
  } catch (error) {
    if (error instanceof AppError && error.kind === 'auth') return null;
    throw error;
  }
}

/**
 * Whether an explicit deny holds the key back. `GetCallerIdentity` succeeds whatever is denied,
 * so another call has to be refused; AWS says in the message which kind of refusal it was.
 */
export async function isDenied(hands: Hands, key: KeyPair): Promise<'explicit' | 'implicit' | 'no'> {
  try {
    await hands.iamAs(key).send(new GetUserCommand({}));
    return 'no';
  } catch (error) {
    const code = errorName(error);
    if (code !== 'AccessDenied' && code !== 'AccessDeniedException') throw error;
    return error instanceof Error && error.message.includes('explicit deny') ? 'explicit' : 'implicit';
  }
}
