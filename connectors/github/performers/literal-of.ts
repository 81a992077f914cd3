import type { ActionTarget } from '../../../src/core/action.ts';
import { AppError } from '../../../src/core/errors.ts';
import type { Secret } from '../../../src/core/secret.ts';
import { tokenParams } from '../actions/token-target.ts';
import { findLiteral } from './find-literal.ts';
import type { Hands } from './hands.ts';

/** The token that a target names. @throws AppError where nothing shows it */
export async function literalOf(hands: Hands, target: ActionTarget): Promise<Secret> {
  const token = await findLiteral(hands, tokenParams(target).hash);
  if (token !== null) return token;
  throw unreadable(target.label);
}

export function unreadable(label: string): AppError {
  return new AppError(`${label} stands in no alert of secret scanning that we can read, nor under known-tokens`, {
    code: 'GITHUB_TOKEN_UNKNOWN',
    kind: 'unsupported',
    hint: 'Name a place where the token can be read under connectors.github.respond.known-tokens and resume the run; or revoke it by hand: its owner at https://github.com/settings/tokens, or whoever has the token itself by POST /credentials/revoke.',
  });
}
