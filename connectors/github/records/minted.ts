import type { Minted } from '../../../src/core/event.ts';
import type { Json } from '../json.ts';
import { wordIn } from '../json.ts';
import { isAboutToken } from './identity.ts';
import { sshIdentifier, tokenNumber } from './token-hash.ts';

const NONE: readonly Minted[] = Object.freeze([]);

/** Access that outlives the token that planted it, and tokens that are let in. Their making itself is unseen. */
export function mintedBy(record: Json, action: string): readonly Minted[] {
  if (action === 'public_key.create') {
    const alias = sshIdentifier(wordIn(record, 'key'), wordIn(record, 'fingerprint'));
    return alias === '' ? NONE : [{ alias, kind: 'ssh-key', actor: '', expires: null }];
  }
  if (action === 'personal_access_token.access_granted') return grantedToken(record);
  if (action !== 'hook.create') return NONE;
  const hook = wordIn(record, 'hook_id');
  return hook === '' ? NONE : [{ alias: `hook/${hook}`, kind: 'webhook-secret', actor: '', expires: null }];
}

/** A fine-grained token gets access to the organisation: as good as new to it. */
function grantedToken(record: Json): readonly Minted[] {
  const alias = isAboutToken(record) ? tokenNumber(wordIn(record, 'token_id')) : '';
  if (alias === '') return NONE;
  return [{ alias, kind: 'token', actor: wordIn(record, 'user') || wordIn(record, 'actor'), expires: null }];
}
