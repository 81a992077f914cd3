import type { Source } from '../../core/connector.ts';
import type { AppError } from '../../core/errors.ts';
import type { Millis } from '../../core/time.ts';
import { HOUR } from '../../core/time.ts';
import type { Blindness } from '../../detect/blindness.ts';

/** Passing trouble is retried in silence for so long. */
const PATIENCE: Millis = HOUR;

/** Whether a failure makes us blind: lost access at once, anything else when it lasts. */
export function blindnessOf(
  source: Pick<Source, 'provider' | 'account' | 'id' | 'title'>,
  error: AppError,
  since: Millis,
  now: Millis,
): Blindness | null {
  const isAccess = error.kind === 'auth' || error.kind === 'forbidden';
  if (!isAccess && now - since < PATIENCE) return null;
  return {
    provider: source.provider,
    account: source.account,
    source: source.id,
    reason: `${source.title} cannot be read: ${error.message}`,
    since,
  };
}
