/** AWS's own deny-all policy. */
export const DENY_ALL = 'AWSDenyAll';

/** Ours, for users who have no room for another attached policy. */
export const QUARANTINE_POLICY = 'KeywatchQuarantine';

/** 98 characters; all inline policies of a user together may have 2,048. */
export function quarantineDocument(): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }] });
}
