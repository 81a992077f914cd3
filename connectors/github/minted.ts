import type { Minted } from '../../src/core/event.ts';
import type { Json } from './json.ts';
import { wordIn } from './json.ts';
import { sshIdentifier } from './token-hash.ts';

const NONE: readonly Minted[] = Object.freeze([]);

/** Access that outlives the token that planted it: keys and hooks. Tokens are made in the browser, unseen. */
export function mintedBy(record: Json, action: string): readonly Minted[] {
  if (action === 'public_key.create') {
    const alias = sshIdentifier(wordIn(record, 'key'), wordIn(record, 'fingerprint'));
    return alias === '' ? NONE : [{ alias, kind: 'ssh-key', actor: '', expires: null }];
  }
  if (action !== 'hook.create') return NONE;
  const hook = wordIn(record, 'hook_id');
  return hook === '' ? NONE : [{ alias: `hook/${hook}`, kind: 'webhook-secret', actor: '', expires: null }];
}
