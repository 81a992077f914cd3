import type { ActionDeclaration } from '../../../src/core/action.ts';
import { namesOf } from './names.ts';
import { sshTarget } from './ssh-target.ts';
import { hashedTarget } from './token-target.ts';

/** Administrators of an enterprise server may delete what github.com lets nobody but its owner delete. */
export const deleteOnServer: ActionDeclaration = {
  id: 'github.delete-on-server',
  title: 'Delete it as administrator of the server',
  capability: 'contain',
  mode: 'gated',
  risk: 'irreversible',
  needs: ['site_admin (a token of an administrator of Enterprise Server; not for apps)'],
  order: 5,
  caution:
    'Cannot be undone. Everything that uses the token or key stops at once, in every organisation of the server.',
  target: (credential, { approach }) => {
    if (approach !== 'cut' && approach !== 'retire') return null;
    if (namesOf(credential).fingerprint !== '') return sshTarget(credential);
    return hashedTarget(credential, ['personal', 'oauth', 'app-user', 'unknown']);
  },
  plan: ({ params }) => {
    const isKey = params['fingerprint'] !== undefined;
    const list = isKey ? '/admin/keys' : '/admin/tokens';
    const named = isKey ? { fingerprint: params['fingerprint'] ?? '' } : { sha256: params['hash'] ?? '' };
    return [
      { service: 'github', operation: `GET ${list}`, params: named, effect: 'read' },
      { service: 'github', operation: `DELETE ${list}/{id}`, params: named, effect: 'write' },
    ];
  },
};
