import type { Trait, Verb } from '../../../src/core/event.ts';

interface Meaning {
  readonly verb: Verb;
  readonly traits: readonly Trait[];
}

/** Types of activity logs with a meaning beyond "written"; the set is open and grows with every version. */
export const ACTIVITIES: Readonly<Record<string, Meaning>> = {
  api_key_created: { verb: 'mint', traits: ['credential-write'] },
  api_key_updated: { verb: 'write', traits: ['credential-write'] },
  api_key_deleted: { verb: 'delete', traits: ['credential-write'] },
  api_key_viewed: { verb: 'read', traits: ['secret-read'] },
  user_invite_created: { verb: 'grant', traits: ['credential-write', 'policy-write'] },
  user_invite_accepted: { verb: 'grant', traits: ['credential-write'] },
  user_roles_updated: { verb: 'grant', traits: ['policy-write'] },
  user_access_started: { verb: 'authenticate', traits: [] },
  payout_destination_added: { verb: 'write', traits: ['money', 'money-route'] },
  payout_destination_updated: { verb: 'write', traits: ['money', 'money-route'] },
  manual_payouts_enabled: { verb: 'write', traits: ['money', 'policy-write'] },
  payout_schedule_edits_enabled: { verb: 'write', traits: ['money', 'policy-write'] },
  issuing_card_sensitive_details_viewed: { verb: 'read', traits: ['secret-read'] },
  issuing_balance_transfer_created: { verb: 'write', traits: ['money'] },
  anomaly_detection_settings_updated: { verb: 'write', traits: ['policy-write'] },
  two_step_authentication_mandate_disabled: { verb: 'write', traits: ['policy-write'] },
};

/** By the last word of a type that the table does not know. */
export const LAST_WORDS: Readonly<Record<string, Verb>> = {
  viewed: 'read',
  deleted: 'delete',
  removed: 'delete',
  disabled: 'write',
  enabled: 'write',
};
