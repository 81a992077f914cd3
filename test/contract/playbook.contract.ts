import { describe, expect, it } from 'vitest';
import type { Plan } from '../../src/core/playbook.ts';
import { planPlaybook } from '../../src/respond/plan.ts';
import type { PlanInput } from '../../src/respond/plan-input.ts';
import type { Playbook } from '../../src/respond/playbook.ts';
import type { RunReport, Saga } from '../../src/respond/saga-types.ts';
import type { MemoryJournal } from '../support/memory-journal.ts';

/** A simulated provider with a saga over it, as the contract needs it. Each test gets a fresh one. */
export interface PlaybookSubject {
  readonly journal: MemoryJournal;
  saga(): Saga;
  /** A new process: whatever was only in memory is lost. */
  restart(): void;
  /** The provider's state, comparable. Names that the provider makes up must not be in it. */
  state(): Promise<unknown>;
  /** Lets virtual time pass until the work is done. */
  done<T>(work: Promise<T>): Promise<T>;
  /** The next writing call number `index` (from 0) fails for good without, or after, having acted. */
  failCall(index: number, when: 'before' | 'after', kind: 'transient' | 'forbidden'): void;
  /** Repairs whatever `failCall` broke. */
  repair(): void;
  /** How many writing calls the provider has seen. */
  calls(): number;
  close(): Promise<void>;
}

export interface PlaybookCase {
  readonly name: string;
  readonly playbook: Playbook;
  readonly input: (subject: PlaybookSubject) => PlanInput;
  readonly subject: () => Promise<PlaybookSubject>;
}

const APPROVED = { by: 'ada', irreversible: true };
/** More resumes than any run needs; a run that needs more does not end. */
const MOST_RESUMES = 12;

/**
 * What every playbook has to survive: a failure at each call, a crash after each line of the
 * journal, each action and each undo twice. Afterwards the provider is as at the start or as
 * at the goal, nothing else.
 */
export function describePlaybook(test: PlaybookCase): void {
  describe(test.name, () => {
    it('reaches the goal, and from there the start again when nothing was irreversible', async () => {
      const { start, goal } = await ends(test);
      expect(goal).not.toEqual(start);
    });

    it('reaches the goal whichever line of the journal is the last before a crash', async () => {
      const { goal, lines } = await ends(test);
      for (let line = 1; line <= lines; line += 1) {
        await within(test, async (subject, plan) => {
          subject.journal.crashAfter(line);
          await expect(subject.done(subject.saga().start(plan, APPROVED)), `line ${String(line)}`).rejects.toThrow(
            'died',
          );
          const report = await resumed(subject);
          expect(await subject.state(), `crash after line ${String(line)}`).toEqual(goal);
          expect(report.run.state, `crash after line ${String(line)}`).toMatch(/^(completed|unproven)$/);
        });
      }
    });

    it('reaches the goal when the answer to any call is lost, and makes nothing twice', async () => {
      const { goal, calls } = await ends(test);
      for (let call = 0; call < calls; call += 1) {
        await within(test, async (subject, plan) => {
          subject.failCall(call, 'after', 'transient');
          await subject.done(subject.saga().start(plan, APPROVED));
          subject.repair();
          await resumed(subject);
          expect(await subject.state(), `lost answer of call ${String(call)}`).toEqual(goal);
        });
      }
    });

    it('stops at a call that fails for good, says what a person must do, and goes on when it is repaired', async () => {
      const { goal, calls } = await ends(test);
      for (let call = 0; call < calls; call += 1) {
        await within(test, async (subject, plan) => {
          subject.failCall(call, 'before', 'forbidden');
          const stuck = await subject.done(subject.saga().start(plan, APPROVED));
          expect(stuck.run.state, `call ${String(call)}`).toBe('stuck');
          expect(stuck.todo.length, `call ${String(call)}`).toBeGreaterThan(0);
          subject.repair();
          await resumed(subject);
          expect(await subject.state(), `call ${String(call)} repaired`).toEqual(goal);
        });
      }
    });

    it('is back at the start when it is undone after a failure at any call, undone twice or not', async () => {
      const { calls } = await ends(test);
      for (let call = 0; call < calls; call += 1) {
        await within(test, async (subject, plan) => {
          const start = await subject.state();
          subject.failCall(call, 'after', 'forbidden');
          const { run } = await subject.done(subject.saga().start(plan, { by: 'ada', irreversible: false }));
          subject.repair();
          await subject.done(subject.saga().undoRun(run.id, 'ada'));
          expect(await subject.state(), `undone after call ${String(call)}`).toEqual(start);
          await subject.done(subject.saga().undoRun(run.id, 'ada'));
          expect(await subject.state(), `undone twice after call ${String(call)}`).toEqual(start);
        });
      }
    });

    it('changes nothing more when it is resumed after the end', async () => {
      await within(test, async (subject, plan) => {
        await subject.done(subject.saga().start(plan, APPROVED));
        await resumed(subject);
        const calls = subject.calls();
        const lines = subject.journal.size;
        subject.restart();
        await resumed(subject);
        expect([subject.calls(), subject.journal.size]).toEqual([calls, lines]);
      });
    });
  });
}

/** State before and after an undisturbed run, with how many journal lines and calls it takes. */
async function ends(
  test: PlaybookCase,
): Promise<{ readonly start: unknown; readonly goal: unknown; readonly lines: number; readonly calls: number }> {
  const result: { start: unknown; goal: unknown; lines: number; calls: number }[] = [];
  await within(test, async (subject, plan) => {
    const start = await subject.state();
    await subject.done(subject.saga().start(plan, APPROVED));
    const lines = subject.journal.size;
    const calls = subject.calls();
    await resumed(subject);
    result.push({ start, goal: await subject.state(), lines, calls });
  });
  const [one] = result;
  if (one === undefined) throw new Error('the undisturbed run came to nothing');
  return one;
}

async function resumed(subject: PlaybookSubject): Promise<RunReport> {
  subject.restart();
  for (let count = 0; count < MOST_RESUMES; count += 1) {
    const [run] = await subject.journal.runs({});
    if (run === undefined) throw new Error('no run to resume');
    const report = await subject.done(subject.saga().resume(run.id));
    if (report.run.state !== 'waiting' || report.wakeAt === null) return report;
  }
  throw new Error('the run does not end');
}

async function within(
  test: PlaybookCase,
  work: (subject: PlaybookSubject, plan: Plan) => Promise<void>,
): Promise<void> {
  const subject = await test.subject();
  try {
    await work(subject, planPlaybook(test.playbook, test.input(subject)));
  } finally {
    await subject.close();
  }
}
