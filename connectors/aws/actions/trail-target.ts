import type { ActionTarget } from '../../../src/core/action.ts';
import type { Credential } from '../../../src/core/credential.ts';
import type { EvidenceEvent } from '../../../src/core/finding.ts';
import { principalOf } from './arn.ts';

/** The trail that an event was about, which records name by its name or by its ARN; null when they do not. */
export function trailOf(
  credential: Credential,
  event: EvidenceEvent,
  extra: Readonly<Record<string, string>> = {},
): ActionTarget | null {
  if (event.target === '' || credential.provider !== 'aws') return null;
  const parts = /^arn:[^:]+:cloudtrail:([^:]+):(\d{12}):trail\/(.+)$/.exec(event.target);
  const account = parts?.[2] ?? principalOf(credential.actor)?.account ?? credential.account;
  const trail = parts?.[3] ?? event.target;
  return {
    key: `${account}/${trail}`,
    account,
    label: `trail ${trail}`,
    params: { trail, region: parts?.[1] ?? '', ...extra },
  };
}
