import type { Trial, Verification } from '../../../src/core/action.ts';
import { AppError } from '../../../src/core/errors.ts';
import type { Secret } from '../../../src/core/secret.ts';
import { textOf } from '../json.ts';
import type { Hands } from './hands.ts';

/** Repeated bad logins lock the owner out for a while, so probes are spaced. */
const NEXT_PROBE = 10_000;

/** Refresh tokens are taken only to be exchanged, which uses them up: they are refused everywhere else, dead or not. */
export function canBeTried(token: Secret): boolean {
  return !token.reveal().startsWith('ghr_');
}

/** Asks GitHub with the token itself whether it still counts: only a 401 says that it is dead. */
export async function probeToken(hands: Hands, token: Secret, label: string): Promise<Verification> {
  if (!canBeTried(token)) {
    return { kind: 'unproven', reason: `${label} is a refresh token: trying it would use it up, so nobody has` };
  }
  const trial = await tryToken(hands, token, label);
  if (trial.kind === 'refused') return { kind: 'verified', evidence: trial.says, final: true };
  return { kind: 'not-yet', reason: trial.says, retryAfter: NEXT_PROBE };
}

/** The same in the words of a trial. The caller knows by its hash that the token is the right one. */
export async function tryToken(hands: Hands, token: Secret, label: string): Promise<Trial> {
  // Installations are nobody: GET /user is closed to them whether they live or not.
  const route = token.reveal().startsWith('ghs_') ? 'GET /installation/repositories' : 'GET /user';
  try {
    const { headers } = await hands.as(token).ask(`try ${label}`, route);
    const at = textOf(headers['date']);
    return { kind: 'works', says: `GitHub still takes ${label}${at === '' ? '' : ` (${at})`}` };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.kind === 'auth') return { kind: 'refused', says: `GitHub refuses ${label} (401)`, ended: true };
    return { kind: 'unclear', says: `GitHub did not say whether ${label} works: ${error.message}` };
  }
}
