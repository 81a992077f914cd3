import type { ActionPerformer, Receipt, Trial, Verification } from '../core/action.ts';
import type { Millis } from '../core/time.ts';
import { MINUTE, SECOND } from '../core/time.ts';
import type { StepRecord } from './records.ts';
import { FIELD } from './records.ts';
import type { RunContext } from './run-context.ts';

/** What trying the old secret of a guided step has shown, with what the journal keeps of it: never the secret. */
export interface Tried {
  readonly result: Verification;
  readonly fields: Readonly<Record<string, string>>;
}

const FIRST_PAUSE: Millis = 10 * SECOND;
const LONGEST_PAUSE: Millis = 5 * MINUTE;

/**
 * Tries the secret that a guided step shall end, where this process has it.
 * The step is proven when the provider refuses a secret that it took before, or that it says it has ended: a mistyped
 * one is refused as well. Whatever else comes back, the secret counts as alive.
 * @returns null when there is nothing to try
 */
export async function tryOldSecret(
  context: RunContext,
  record: StepRecord,
  receipt: Receipt | null,
): Promise<Tried | null> {
  if (record.step.mode !== 'guided') return null;
  const secret = (await context.deps.oldSecret?.(record.step)) ?? null;
  if (secret === null) return null;
  const performer = await context.performer(record.step).catch(() => null);
  if (performer?.trySecret === undefined) return null;
  const print = context.deps.fingerprint?.(secret) ?? '';
  const trial = await tried(context, () => performer.trySecret?.(record.step.target, secret));
  if (trial === null) return null;
  const known = trial.kind === 'works' ? print : record.works;
  const asked = Number(record.detail[FIELD.askedAt] ?? receipt?.at ?? record.at);
  const retryAfter = pauseAfter(context.deps.clock.now() - asked);
  const fields = known === '' ? {} : { [FIELD.works]: known };
  return { result: resultOf(trial, receipt, known !== '' && known === print, retryAfter), fields };
}

/** A provider that cannot be asked has said nothing. */
async function tried(
  context: RunContext,
  ask: () => ReturnType<NonNullable<ActionPerformer['trySecret']>> | undefined,
): Promise<Trial | null> {
  try {
    return (await ask()) ?? null;
  } catch {
    context.deps.signal?.throwIfAborted();
    return { kind: 'unclear', says: 'it could not be asked about the old key' };
  }
}

function resultOf(trial: Trial, receipt: Receipt | null, tookItBefore: boolean, retryAfter: Millis): Verification {
  const by = receipt?.fields['confirmedBy'] ?? '';
  const said = by === '' ? '' : `${by} says that it is done; `;
  switch (trial.kind) {
    case 'works':
      return { kind: 'not-yet', reason: `${said}the old key still works: ${trial.says}`, retryAfter };
    case 'unclear':
      return { kind: 'not-yet', reason: `${said}not known whether the old key works: ${trial.says}`, retryAfter };
    case 'not-ours':
      return unproven(by, `the key that was given proves nothing: ${trial.says}`, retryAfter);
    case 'refused':
      if (trial.ended) return { kind: 'verified', evidence: `the old key is dead: ${trial.says}`, final: true };
      if (tookItBefore)
        return {
          kind: 'verified',
          evidence: `the old key worked in this run and is now dead: ${trial.says}`,
          final: true,
        };
      return unproven(by, `${trial.says}; but nobody has seen it work, so it may be mistyped`, retryAfter);
  }
}

/** Until a person says that it is done there is nothing that could be attested. */
function unproven(by: string, reason: string, retryAfter: Millis): Verification {
  if (by === '') return { kind: 'not-yet', reason, retryAfter };
  return { kind: 'unproven', reason: `attested by ${by}, unproven: ${reason}` };
}

/** Often at first, when somebody is at it; a tenth of the time that it has taken so far later on. */
function pauseAfter(elapsed: Millis): Millis {
  return Math.min(LONGEST_PAUSE, Math.max(FIRST_PAUSE, Math.floor(elapsed / 10)));
}

/** What the journal keeps of a proof. */
export function evidenceOf(result: Extract<Verification, { readonly kind: 'verified' }>): Record<string, string> {
  return { [FIELD.evidence]: result.evidence, ...(result.final === true ? { [FIELD.final]: 'yes' } : {}) };
}
