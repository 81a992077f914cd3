import type { Outcome } from '../../../src/core/event.ts';
import type { CloudTrailRecord } from './schema.ts';
import { objectOf, textOf } from './schema.ts';

export interface Result {
  readonly outcome: Outcome;
  /** The provider's word for it, '' on success. */
  readonly errorCode: string;
}

const SUCCESS: Result = { outcome: 'success', errorCode: '' };

/**
 * Refusals of permission. Codes differ by service: `AccessDenied`, `AccessDeniedException`,
 * `Client.UnauthorizedOperation` (EC2), `VpceAccessDenied` (endpoint policy), `KMSAccessDenied`,
 * `UnauthorizedException`, `NotAuthorizedException`, `AuthorizationError` (SNS), `Forbidden`,
 * `UnauthorizedAccess...` (GuardDuty and others), `AllAccessDisabled` (S3).
 * `AuthFailure` and expired tokens are failures of authentication: not refusals in this sense.
 */
const DENIED = /AccessDenied|Unauthorized|NotAuthorized|AuthorizationError|Forbidden|AllAccessDisabled/;

/** How a call ended. Absence of an error means success, except at sign-in, which has a result of its own. */
export function resultOf(record: CloudTrailRecord): Result {
  const code = record.errorCode;
  if (typeof code === 'string' && code !== '') {
    return { outcome: DENIED.test(code) ? 'denied' : 'failed', errorCode: code };
  }
  if (record.eventType === 'AwsConsoleSignIn' || record.eventType === 'AwsConsoleSignin') return signInResult(record);
  return typeof record.errorMessage === 'string' && record.errorMessage !== ''
    ? { outcome: 'failed', errorCode: '' }
    : SUCCESS;
}

/** `ConsoleLogin: "Failure"` comes with a message and without a code. */
function signInResult(record: CloudTrailRecord): Result {
  const said = textOf(objectOf(record.responseElements)[textOf(record.eventName)]);
  if (said === 'Failure') return { outcome: 'denied', errorCode: said };
  return textOf(record.errorMessage) === '' ? SUCCESS : { outcome: 'denied', errorCode: said };
}
