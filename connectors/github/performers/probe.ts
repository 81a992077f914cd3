import type { Verification } from '../../../src/core/action.ts';
import { AppError } from '../../../src/core/errors.ts';
import type { Secret } from '../../../src/core/secret.ts';
import { textOf } from '../json.ts';
import type { Hands } from './hands.ts';

/** Repeated bad logins lock the owner out for a while, so probes are spaced. */
const NEXT_PROBE = 10_000;

/** Asks GitHub with the token itself whether it still counts: only a 401 says that it is dead. */
export async function probeToken(hands: Hands, token: Secret, label: string): Promise<Verification> {
  // Installations are nobody: GET /user is closed to them whether they live or not.
  const route = token.reveal().startsWith('ghs_') ? 'GET /installation/repositories' : 'GET /user';
  try {
    const { headers } = await hands.as(token).ask(`try ${label}`, route);
    const at = textOf(headers['date']);
    const reason = `GitHub still takes ${label}${at === '' ? '' : ` (${at})`}`;
    return { kind: 'not-yet', reason, retryAfter: NEXT_PROBE };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.kind === 'auth') return { kind: 'verified', evidence: `GitHub refuses ${label} (401)` };
    return {
      kind: 'not-yet',
      reason: `GitHub did not say whether ${label} works: ${error.message}`,
      retryAfter: NEXT_PROBE,
    };
  }
}
