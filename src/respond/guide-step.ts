import type { PlanStep } from '../core/playbook.ts';
import type { Millis } from '../core/time.ts';
import { DAY, isoTime } from '../core/time.ts';
import type { Tried } from './old-secret.ts';
import { evidenceOf, tryOldSecret } from './old-secret.ts';
import type { StepRecord } from './records.ts';
import { FIELD } from './records.ts';
import type { RunContext } from './run-context.ts';

/** How long a person has for a guided step before the run counts as stuck. */
const GUIDED_DEADLINE: Millis = 1 * DAY;
/** Stands in the receipt where nobody had to say that it was done. */
const BY_PROVIDER = 'the provider itself';

/**
 * Asks a person, once, and looks whether it has been done, where the old secret can be tried or the provider shows it.
 * When nobody has done it by the deadline the run is stuck, and a resume asks again.
 */
export async function guide(context: RunContext, record: StepRecord): Promise<void> {
  const asked = record.state === 'waiting' ? record : await askPerson(context, record);
  // That the old one is refused says nothing about a successor: somebody has to say that there is one.
  const secret = asked.step.capability === 'issue' ? null : await tryOldSecret(context, asked, null);
  const tried = secret ?? (await seenDone(context, asked));
  if (tried?.result.kind === 'verified') {
    const at = String(context.deps.clock.now());
    await context.note(asked, 'done', { confirmedBy: BY_PROVIDER, [FIELD.receiptAt]: at });
    return context.note(asked, 'verified', evidenceOf(tried.result));
  }
  const now = context.deps.clock.now();
  const deadline = deadlineOf(context, asked, asked.at);
  if (now >= deadline) {
    const hint = asked.detail[FIELD.todo] ?? '';
    const still = tried?.result.kind === 'not-yet' ? `; ${tried.result.reason}` : '';
    const reason = `nobody did it by ${isoTime(deadline)}${still}`;
    const { [FIELD.deadline]: missed = '' } = guidanceOf(asked);
    const fields = { ...tried?.fields, [FIELD.deadline]: missed };
    return context.note(asked, 'failed', { ...fields, [FIELD.reason]: reason, [FIELD.hint]: hint });
  }
  if (tried?.result.kind !== 'not-yet') return;
  const { reason, retryAfter } = tried.result;
  const wakeAt = String(Math.min(deadline, now + retryAfter));
  await context.note(asked, 'waiting', {
    ...guidanceOf(asked),
    ...tried.fields,
    [FIELD.reason]: reason,
    [FIELD.wakeAt]: wakeAt,
  });
}

/** What the provider shows by itself, where it shows anything. One that cannot be asked has shown nothing. */
async function seenDone(context: RunContext, { at, detail, step }: StepRecord): Promise<Tried | null> {
  const performer = await context.performer(step).catch(() => null);
  if (performer?.seen === undefined) return null;
  try {
    return { result: await performer.seen(step.target, Number(detail[FIELD.askedAt] ?? at)), fields: {} };
  } catch {
    context.deps.signal?.throwIfAborted();
    return null;
  }
}

/** Until when it may take, from the moment that a person was asked or said that it is done. */
export function deadlineOf({ deps }: RunContext, { detail }: StepRecord, since: Millis): Millis {
  const stated = detail[FIELD.deadline];
  return stated === undefined ? since + (deps.guidedDeadline ?? GUIDED_DEADLINE) : Number(stated);
}

async function askPerson(context: RunContext, record: StepRecord): Promise<StepRecord> {
  const { step } = record;
  const now = context.deps.clock.now();
  const owner = step.guide?.owner ?? '';
  const steps = (step.guide?.steps ?? [step.title]).map((text, index) => `(${String(index + 1)}) ${text}`).join(' ');
  const done = await howToSay(context, step);
  await context.note(record, 'waiting', {
    [FIELD.todo]: `${owner === '' ? 'Somebody' : owner} has to: ${steps}`,
    [FIELD.say]: done,
    [FIELD.link]: step.guide?.link ?? '',
    [FIELD.owner]: owner,
    [FIELD.askedAt]: String(now),
    [FIELD.deadline]: String(now + (context.deps.guidedDeadline ?? GUIDED_DEADLINE)),
  });
  return context.record(step.id);
}

/** The command that tells the run. A key that is refused proves more than anybody's word. */
async function howToSay(context: RunContext, step: PlanStep): Promise<string> {
  const run = context.run.id;
  // Guiding needs nothing to act with, so there may be none.
  const performer = await context.performer(step).catch(() => null);
  if (performer?.trySecret === undefined) return `Then say so: \`keywatch respond confirm ${run} ${step.id}\`.`;
  return step.capability === 'issue'
    ? `Then say so, and give the old key to prove that it is dead: \`keywatch respond confirm ${run} ${step.id} --old-key-stdin\`.`
    : `Then give the run the old key, to prove that it is dead: \`keywatch respond resume ${run} --old-key-stdin\`.`;
}

/** What was asked of the person, as it has to stand in every line while we wait. */
function guidanceOf({ detail }: StepRecord): Record<string, string> {
  const names = [FIELD.todo, FIELD.link, FIELD.say, FIELD.owner, FIELD.askedAt, FIELD.deadline];
  return Object.fromEntries(names.flatMap((name) => (detail[name] === undefined ? [] : [[name, detail[name]]])));
}
