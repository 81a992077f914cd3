import { dropOrphans } from './orphans.ts';
import type { StepRecord } from './records.ts';
import { FIELD, isPassed } from './records.ts';
import type { RunContext } from './run-context.ts';
import { runStateOf } from './run-state.ts';
import { applyStep } from './step-apply.ts';
import type { Unverified } from './step-verify.ts';
import { verifySteps } from './step-verify.ts';

/**
 * Takes a run as far as it goes now. All steps that may act do so before anything is verified:
 * an intruder must not keep the second key while we wait for the proof of the first.
 */
export async function advance(context: RunContext): Promise<void> {
  await context.setState('running');
  const tried = new Set<string>();
  for (;;) {
    const acted = await applyAll(context, tried);
    for (const id of await dropOrphans(context)) {
      tried.delete(id);
      tried.delete(`verify ${id}`);
    }
    const verified = await verifyAll(context, tried);
    if (!acted && !verified) break;
  }
  await context.setState(runStateOf(await context.records()));
}

async function applyAll(context: RunContext, tried: Set<string>): Promise<boolean> {
  let any = false;
  for (const { step } of await context.records()) {
    const records = await context.records();
    const record = records.find((one) => one.step.id === step.id);
    if (record === undefined || !mayAct(record, records) || tried.has(step.id)) continue;
    tried.add(step.id);
    await applyStep(context, record);
    any = true;
  }
  return any;
}

async function verifyAll(context: RunContext, tried: Set<string>): Promise<boolean> {
  const open: Unverified[] = [];
  for (const record of await context.records()) {
    const unverified = record.state === 'done' || record.state === 'waiting' || doubted(record) || attested(record);
    const receipt = context.kept(record.step.id) ?? record.receipt;
    const mark = `verify ${record.step.id}`;
    if (!unverified || record.receipt === null || receipt === null || tried.has(mark)) continue;
    // One that turns out to have failed is begun anew by the next resume, not by this one.
    tried.add(mark).add(record.step.id);
    open.push({ record, receipt });
  }
  await verifySteps(context, open);
  return open.length > 0;
}

/** A person said that it is done and the provider did not agree: it may do so by now. */
function doubted(record: StepRecord): boolean {
  return record.step.mode === 'guided' && record.state === 'failed' && record.receipt !== null;
}

/** A person's word is taken where nothing better is to be had; by now it may be. */
function attested(record: StepRecord): boolean {
  return record.step.mode === 'guided' && record.state === 'unproven';
}

function mayAct(record: StepRecord, records: readonly StepRecord[]): boolean {
  if (doubted(record)) return false;
  if (record.state === 'waiting') {
    if (record.receipt !== null) return false;
  } else if (record.state !== 'pending' && record.state !== 'intended' && record.state !== 'failed') return false;
  return record.step.after.every((id) => records.some((one) => one.step.id === id && isPassed(one)));
}

/** Steps that came to nothing while their run goes on are begun anew. */
export async function renewUndone(context: RunContext): Promise<void> {
  for (const record of await context.records()) {
    if (record.state === 'undone')
      await context.note(record, 'pending', { [FIELD.again]: 'undone before it was of use' });
  }
}
