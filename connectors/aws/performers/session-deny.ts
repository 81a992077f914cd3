import type { ActionPerformer, Verification } from '../../../src/core/action.ts';
import type { Millis } from '../../../src/core/time.ts';
import { isoTime } from '../../../src/core/time.ts';
import { DENY_POLICY, denyOlderThan, policyOf } from '../actions/session-deny.ts';
import type { Hands } from './hands.ts';
import { readPolicy, restorePolicy, writePolicy } from './inline-policy.ts';

const ASK_AGAIN: Millis = 2_000;

/** @param margin how far after the moment of acting the cut-off lies: for what a dying key still mints */
export function denyPerformer(hands: Hands, margin: Millis): ActionPerformer {
  return {
    risk: 'reversible',
    prepare: async (target) => {
      const cutoff = String(hands.clock.now() + margin);
      return { cutoff, document: (await readPolicy(hands, policyOf(target))) ?? '' };
    },
    apply: async (target, _key, before) => {
      const cutoff = Number(before['cutoff']);
      await writePolicy(hands, policyOf(target), denyOlderThan(cutoff));
      return { at: hands.clock.now(), fields: { policy: DENY_POLICY, cutoff: String(cutoff) } };
    },
    verify: async (target, receipt): Promise<Verification> => {
      const cutoff = Number(receipt.fields['cutoff']);
      const found = await readPolicy(hands, policyOf(target));
      if (cutoffOf(found) >= Math.floor(cutoff / 1000) * 1000) {
        const what = `${DENY_POLICY} denies ${target.label} issued before ${isoTime(cutoffOf(found))}`;
        return { kind: 'verified', evidence: `${what} (policy read back; no session was tried)` };
      }
      return { kind: 'not-yet', reason: `IAM does not list ${DENY_POLICY} as written`, retryAfter: ASK_AGAIN };
    },
    undo: (target, _receipt, before) => restorePolicy(hands, policyOf(target), before['document']),
  };
}

/** Our cut-off in a document, or NaN when it is not our deny, whole and unchanged. */
function cutoffOf(document: string | null): Millis {
  if (document === null) return Number.NaN;
  const cutoff = Date.parse(/"aws:TokenIssueTime":\s*"([^"]+)"/.exec(document)?.[1] ?? '');
  if (Number.isNaN(cutoff)) return cutoff;
  return compact(document) === denyOlderThan(cutoff) ? cutoff : Number.NaN;
}

function compact(document: string): string {
  try {
    return JSON.stringify(JSON.parse(document));
  } catch {
    return '';
  }
}
