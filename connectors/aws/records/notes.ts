import type { Note } from '../../../src/core/event.ts';
import type { OperationKind } from './operations.ts';
import type { CloudTrailRecord } from './schema.ts';
import { objectOf, textOf } from './schema.ts';
import type { Identity } from './user-identity.ts';

const NONE: readonly Note[] = Object.freeze([]);
const ATTACHES = new Set(['iam:AttachUserPolicy', 'iam:PutUserPolicy']);
/** V1 to V4 exist so far: a prefix outlives a list. */
export const QUARANTINE_POLICY = 'AWSCompromisedKeyQuarantine';

/**
 * AWS attaches a quarantine policy to a user whose key it found in public, acting as that user.
 * Attempts that were refused say the same. Whose doing it was is judged where the run journal is.
 */
export function notesOf(record: CloudTrailRecord, kind: OperationKind, identity: Identity): readonly Note[] {
  if (!ATTACHES.has(kind.key)) return NONE;
  const policy = quarantinePolicy(record);
  if (policy === null) return NONE;
  const name = textOf(objectOf(record.requestParameters)['userName']);
  const isCaller = name === '' || identity.actor.endsWith(`/${name}`);
  const actor = isCaller ? identity.actor : `arn:aws:iam::${identity.account}:user/${name}`;
  const refused = textOf(record.errorCode) === '' ? '' : ' (the attempt was refused: no quarantine is in place)';
  return [
    {
      kind: 'exposure',
      // AWS acts as the user with the key that it found; another key proves nothing about that one.
      alias: isCaller && isByProvider(record) && identity.credentialKind === 'key' ? identity.credential : '',
      actor,
      origin: 'provider-quarantine',
      summary: `AWS found a key of ${nameOf(actor)} in public and quarantined the user with ${policy}${refused}`,
      place: '',
      public: true,
    },
  ];
}

/** The policy's name, or null when the call is about another policy. */
function quarantinePolicy(record: CloudTrailRecord): string | null {
  const parameters = objectOf(record.requestParameters);
  const arn = textOf(parameters['policyArn']);
  const name = arn === '' ? textOf(parameters['policyName']) : arn.slice(arn.lastIndexOf('/') + 1);
  if (name.startsWith(QUARANTINE_POLICY)) return name;
  // Refused calls may log no parameters; nothing else attaches policies to users in AWS's own name.
  const unnamed = name === '' && isByProvider(record) && textOf(objectOf(record.userIdentity)['type']) === 'IAMUser';
  return unnamed && textOf(record.errorCode) !== '' ? QUARANTINE_POLICY : null;
}

function isByProvider(record: CloudTrailRecord): boolean {
  return record.sourceIPAddress === 'AWS Internal';
}

function nameOf(actor: string): string {
  return actor.slice(actor.lastIndexOf('/') + 1) || 'an unnamed user';
}
