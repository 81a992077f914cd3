import { describe, expect, it } from 'vitest';
import { createWaitingRuns } from '../../../../src/app/watch/waiting-runs.ts';
import type { RunState, StepState } from '../../../../src/core/playbook.ts';
import { planPlaybook } from '../../../../src/respond/plan.ts';
import { containCredential } from '../../../../src/respond/playbooks/contain-credential.ts';
import { FIELD } from '../../../../src/respond/records.ts';
import { MemoryJournal } from '../../../support/memory-journal.ts';
import { aPlanInput, NOON } from '../../../support/plan-inputs.ts';

const plan = planPlaybook(containCredential, aPlanInput());
const STEP = plan.steps[0]?.id ?? '';

interface Line {
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

async function aRun(state: RunState) {
  const journal = new MemoryJournal();
  const said: Line[] = [];
  await journal.createRun({ id: 'run-1', plan, state, startedAt: NOON, approvedBy: 'ada' });
  return {
    journal,
    said,
    runs: createWaitingRuns(journal, (_level, message, fields = {}) => said.push({ message, fields })),
    note: (step: StepState, fields: Readonly<Record<string, string>>, at = NOON) =>
      journal.append({ run: 'run-1', at, step: STEP, state: step, idempotencyKey: 'k', fields }),
  };
}

describe('a run that stands still', () => {
  it('is told once when it waits for a person, with what to do and the command that goes on', async () => {
    const { runs, said, note } = await aRun('waiting');
    await note('waiting', { [FIELD.todo]: 'Revoke the key by hand.' });

    await runs.tell(NOON);
    await runs.tell(NOON + 1);

    expect(said).toEqual([
      {
        message: 'A run waits for a person',
        fields: {
          run: 'run-1',
          incident: plan.incident,
          todo: 'Revoke the key by hand.',
          next: 'keywatch respond resume run-1',
        },
      },
    ]);
  });

  it('is told when it is stuck', async () => {
    const { runs, said, note } = await aRun('stuck');
    await note('failed', { [FIELD.reason]: 'refused' });

    await runs.tell(NOON);

    expect(said).toMatchObject([
      { message: 'A run waits for a person', fields: { todo: expect.stringContaining('refused') } },
    ]);
  });

  it('that waits for time is told once when the time has come, and again for the next wait', async () => {
    const { runs, said, note } = await aRun('waiting');
    await note('waiting', { [FIELD.reason]: 'still used', [FIELD.wakeAt]: String(NOON + 10) });

    await runs.tell(NOON + 9);
    expect(said).toEqual([]);
    await runs.tell(NOON + 10);
    await runs.tell(NOON + 11);
    expect(said.map(({ message }) => message)).toEqual(['A run has waited long enough and can be resumed']);

    await note('waiting', { [FIELD.reason]: 'still used', [FIELD.wakeAt]: String(NOON + 20) });
    await runs.tell(NOON + 19);
    expect(said).toHaveLength(1);
    await runs.tell(NOON + 20);
    expect(said[1]?.fields['next']).toBe('keywatch respond resume run-1');
  });

  it.each(['running', 'completed', 'undone'] as const)('is not one that is %s', async (state) => {
    const { runs, said, note } = await aRun(state);
    await note('waiting', { [FIELD.todo]: 'Nothing.' });

    await runs.tell(NOON);

    expect(said).toEqual([]);
  });
});
