import type { Coverage } from '../core/coverage.ts';
import type { Credential } from '../core/credential.ts';
import type { Exposure } from '../core/exposure.ts';
import type { EventRow } from '../core/ports.ts';
import { isoTime, MINUTE, type Millis } from '../core/time.ts';

/** Was it used after it was exposed? "None seen" and "could not be seen" are different answers. */
export interface Verdict {
  readonly used: 'yes' | 'none-seen' | 'not-visible';
  /** One sentence, without a full stop. */
  readonly because: string;
  /** Parts of the time since the exposure in which no source was read. */
  readonly unseen: readonly { readonly from: Millis; readonly to: Millis }[];
}

/** The newest records are always still on their way. */
const ON_THEIR_WAY = 30 * MINUTE;

interface Facts {
  readonly exposure: Exposure;
  readonly credential: Credential | null;
  readonly coverage: Coverage;
  readonly now: Millis;
}

/** @param events uses at or after the exposure */
export function verdictOf({ exposure, credential, coverage, now }: Facts, events: readonly EventRow[]): Verdict {
  const [provider = ''] = exposure.credential.split(':', 1);
  const spans = coverage.spans.filter(
    // Files may hold records of any provider.
    (span) => (span.provider === '' || span.provider === provider) && sameAccount(span.account, credential),
  );
  const unseen = gapsIn(spans, exposure.exposedAt, now - ON_THEIR_WAY);
  const since = isoTime(exposure.exposedAt);

  if (events.length > 0) {
    const worked = events.some(({ outcome }) => outcome !== 'denied');
    return {
      used: 'yes',
      because: worked ? `used since ${since}` : `tried since ${since}, and refused every time`,
      unseen,
    };
  }
  // A stamp in the same instant as the exposure is the owner's own last use as often as not.
  const stamp = credential?.lastUsed ?? null;
  if (stamp !== null && stamp > exposure.exposedAt) {
    return {
      used: 'yes',
      because: `the provider says that it was last used ${isoTime(stamp)}; no record of that use was seen`,
      unseen,
    };
  }
  if (exposure.credential === '') {
    return { used: 'not-visible', because: 'nobody can tell under which name the log would show it', unseen };
  }
  if (spans.length === 0) return { used: 'not-visible', because: 'no source that would show it was read', unseen };
  if (spans.every(({ from, to }) => to <= exposure.exposedAt || from >= now)) {
    return { used: 'not-visible', because: `nothing was read of the time since ${since}`, unseen };
  }
  return { used: 'none-seen', because: `no use seen since ${since}`, unseen };
}

function sameAccount(account: string, credential: Credential | null): boolean {
  return account === '' || credential === null || credential.account === '' || credential.account === account;
}

/** What the spans together leave open between two moments. */
function gapsIn(spans: Coverage['spans'], from: Millis, to: Millis): Verdict['unseen'] {
  const gaps: { from: Millis; to: Millis }[] = [];
  let seen = from;
  for (const span of [...spans].sort((left, right) => left.from - right.from)) {
    if (span.from > seen && span.from < to) gaps.push({ from: seen, to: span.from });
    seen = Math.max(seen, span.to);
  }
  if (seen < to) gaps.push({ from: seen, to });
  return gaps;
}
