import type { Verification } from '../core/action.ts';
import { AppError } from '../core/errors.ts';
import type { Plan, PlanStep, Run } from '../core/playbook.ts';
import { advance, renewUndone } from './advance.ts';
import { brokenGuard } from './guards.ts';
import { hashPlan } from './hash.ts';
import { dropOrphans } from './orphans.ts';
import { includesDeed } from './plan.ts';
import type { StepRecord } from './records.ts';
import { APPROVAL_STEP, FIELD, fresh } from './records.ts';
import type { Vault } from './run-context.ts';
import { RunContext } from './run-context.ts';
import { todoOf, wakeAtOf } from './run-state.ts';
import type { Recheck, RunReport, Saga, SagaDeps } from './saga-types.ts';
import { ask } from './step-verify.ts';
import { undoAll } from './undo.ts';

/** Carries out approved plans, step by step, so that it can die at any moment and go on. */
export function createSaga(deps: SagaDeps): Saga {
  const vault: Vault = new Map();

  async function open(id: string): Promise<RunContext> {
    const run = await deps.journal.run(id);
    if (run !== null) return new RunContext(run, deps, vault);
    throw new AppError(`there is no run ${id}`, {
      code: 'RUN_UNKNOWN',
      kind: 'not-found',
      hint: 'List the runs of the incident.',
    });
  }

  async function within(context: RunContext, work: () => Promise<void>): Promise<RunReport> {
    try {
      await work();
    } finally {
      await context.close();
    }
    return reportOf(context);
  }

  async function goOn(context: RunContext): Promise<void> {
    await dropOrphans(context);
    await renewUndone(context);
    await advance(context);
  }

  return {
    start: async (plan, approval) => {
      await checkStart(plan, deps);
      const at = deps.clock.now();
      const run: Run = { id: deps.newId(), plan, state: 'running', startedAt: at, approvedBy: approval.by };
      await deps.journal.createRun(run);
      const context = new RunContext(run, deps, vault);
      return within(context, async () => {
        if (approval.irreversible) {
          const fields = { [FIELD.approvedBy]: approval.by };
          const entry = { run: run.id, at, step: APPROVAL_STEP, state: 'pending', idempotencyKey: '', fields } as const;
          await deps.journal.append(entry);
        }
        await advance(context);
      });
    },
    resume: async (id) => {
      const context = await open(id);
      return within(context, async () => {
        if (context.state !== 'undone') await goOn(context);
      });
    },
    extend: async (id, steps) => {
      const context = await open(id);
      return within(context, async () => {
        for (const step of steps) await add(context, step);
        await goOn(context);
      });
    },
    confirmStep: async (id, step, by, note) => {
      const context = await open(id);
      return within(context, async () => {
        const record = await context.record(step);
        if (!waitsForPerson(record)) throw notWaiting(id, step);
        if (record.step.mode === 'guided') await context.note(record, 'done', { confirmedBy: by, note });
        else await context.note(record, 'pending', { [FIELD.approvedBy]: by, note });
        await goOn(context);
      });
    },
    undoRun: async (id, by) => {
      const context = await open(id);
      return within(context, () => undoAll(context, by));
    },
    recheck: async (id) => {
      const context = await open(id);
      const results: Recheck[] = [];
      try {
        for (const record of await context.records()) {
          if (!inPlace(record) || record.receipt === null) continue;
          const final = finalOf(record);
          const result = final ?? (await ask(context, record, record.receipt, 1)).result;
          results.push({ record, result });
        }
      } finally {
        await context.close();
      }
      return results;
    },
    report: async (id) => reportOf(await open(id)),
  };
}

/** A step that does again what another one did, or failed to do, takes its place. */
async function add(context: RunContext, step: PlanStep): Promise<void> {
  for (const record of await context.records()) {
    const open = record.state === 'waiting' || record.state === 'failed';
    if (open && includesDeed(step, record.step))
      await context.note(record, 'skipped', { [FIELD.reason]: `done again by ${step.id}` });
  }
  await context.note(fresh(step), 'pending', { [FIELD.step]: JSON.stringify(step) });
}

async function reportOf(context: RunContext): Promise<RunReport> {
  const steps = await context.records();
  const run = { ...context.run, state: context.state };
  return { run, steps, todo: todoOf(steps), wakeAt: wakeAtOf(steps) };
}

function waitsForPerson(record: StepRecord): boolean {
  if (record.step.mode === 'guided' && record.state === 'failed') return true;
  if (record.step.target.offered === true && record.state === 'skipped') return true;
  return record.state === 'waiting' && record.receipt === null;
}

/** What was proven for good: asking again could need a secret that is no longer there. */
function finalOf({ state, detail }: StepRecord): Verification | null {
  if (state !== 'verified' || detail[FIELD.final] === undefined) return null;
  return { kind: 'verified', evidence: detail[FIELD.evidence] ?? '', final: true };
}

function inPlace(record: StepRecord): boolean {
  const { capability } = record.step;
  const lasting = capability === 'contain' || capability === 'revoke' || capability === 'restore';
  return lasting && record.state !== 'undone' && record.state !== 'skipped';
}

async function checkStart(plan: Plan, deps: SagaDeps): Promise<void> {
  if (plan.steps.length === 0)
    throw refused(
      `plan for ${plan.incident} has no steps`,
      'PLAN_EMPTY',
      'Read under "refused" why nothing can be done.',
    );
  if (hashPlan(plan) !== plan.hash)
    throw refused(
      'the plan is not the one that its hash names',
      'PLAN_CHANGED',
      'Make the plan again and approve that.',
    );
  for (const step of plan.steps) {
    const broken = brokenGuard(step, await deps.guards(step));
    if (broken === null) continue;
    const what = `${step.title} (${step.target.label}): ${broken}`;
    throw refused(what, 'PLAN_GUARD_BROKEN', 'Make the plan again and approve that.');
  }
  const runs = plan.incident === '' ? [] : await deps.journal.runs({ incident: plan.incident });
  const busy = runs.find((run) => ['running', 'waiting', 'confirming'].includes(run.state));
  if (busy !== undefined)
    throw refused(
      `run ${busy.id} of ${plan.incident} is not finished`,
      'RUN_IN_PROGRESS',
      `Resume or undo run ${busy.id}.`,
    );
}

function notWaiting(run: string, step: string): AppError {
  return refused(`step ${step} of run ${run} does not wait for anybody`, 'STEP_NOT_WAITING', 'Look at the run again.');
}

function refused(message: string, code: string, hint: string): AppError {
  return new AppError(message, { code, kind: 'conflict', hint });
}
