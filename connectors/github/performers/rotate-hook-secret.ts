import { generateKeySync } from 'node:crypto';
import type { ActionPerformer, ActionTarget } from '../../../src/core/action.ts';
import { AppError } from '../../../src/core/errors.ts';
import { Secret } from '../../../src/core/secret.ts';
import { hookParams } from '../actions/hook-target.ts';
import type { GitHubApi } from '../clients/client.ts';
import { findHook } from './find-hook.ts';
import type { Hands } from './hands.ts';

/** GitHub never shows the secret again: that it took the new one is all there is to verify. */
export function rotateHookSecretPerformer(hands: Hands): ActionPerformer {
  return {
    risk: 'irreversible',
    apply: async (target) => {
      const { api, path } = await placeOf(hands, target);
      const secret = new Secret(generateKeySync('hmac', { length: 256 }).export().toString('hex'));
      const parameters = { secret: secret.reveal() };
      await api.ask(`change the ${target.label}`, `PATCH ${path}/config`, { parameters });
      return { at: hands.clock.now(), fields: { path }, secrets: { secret } };
    },
    verify: async (target, { fields }) => {
      const { path } = await placeOf(hands, target);
      const isSame = path === (fields['path'] ?? path);
      const reason = `GitHub took another secret for ${target.label}; it shows none, so only the next delivery tells`;
      return { kind: 'unproven', reason: isSame ? reason : `${target.label} is another one now` };
    },
  };
}

/** That of an app only the app itself can change. @throws AppError */
async function placeOf(
  hands: Hands,
  target: ActionTarget,
): Promise<{ readonly api: GitHubApi; readonly path: string }> {
  const { app } = hookParams(target);
  if (app === '') return { api: hands.api, path: (await findHook(hands, target)).path };
  const own = hands.apps.find(({ id }) => id === app);
  if (own !== undefined) return { api: own.api, path: '/app/hook' };
  throw new AppError(`${target.label} is of no app that Keywatch can speak for`, {
    code: 'GITHUB_APP_UNKNOWN',
    kind: 'config',
    hint: 'Name the app and its private key under connectors.github.respond.apps.',
  });
}
