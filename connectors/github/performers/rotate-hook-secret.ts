import { generateKeySync } from 'node:crypto';
import type { ActionPerformer } from '../../../src/core/action.ts';
import { Secret } from '../../../src/core/secret.ts';
import { findHook } from './find-hook.ts';
import type { Hands } from './hands.ts';

/** GitHub never shows the secret again: that it took the new one is all there is to verify. */
export function rotateHookSecretPerformer(hands: Hands): ActionPerformer {
  return {
    risk: 'irreversible',
    apply: async (target) => {
      const { path } = await findHook(hands, target);
      const secret = new Secret(generateKeySync('hmac', { length: 256 }).export().toString('hex'));
      const parameters = { secret: secret.reveal() };
      await hands.api.ask(`change the ${target.label}`, `PATCH ${path}/config`, { parameters });
      return { at: hands.clock.now(), fields: { path }, secrets: { secret } };
    },
    verify: async (target, { fields }) => {
      const { path } = await findHook(hands, target);
      const isSame = path === (fields['path'] ?? path);
      const reason = `GitHub took another secret for ${target.label}; it shows none, so only the next delivery tells`;
      return { kind: 'unproven', reason: isSame ? reason : `${target.label} is another one now` };
    },
  };
}
