import { describe, expect, it } from 'vitest';
import type { JournalEntry, Run } from '../../../src/core/playbook.ts';
import { BATCH_EPOCH as NOW } from '../../support/batches.ts';
import type { OpenStore } from '../store.contract.ts';

const makeRun = (id: string, incident = 'inc-1', startedAt = NOW): Run => ({
  id,
  plan: {
    playbook: 'contain-credential',
    incident,
    madeAt: NOW,
    hash: 'abc',
    steps: [],
    impact: ['worker-1 on host-3'],
    refused: [],
  },
  state: 'running',
  startedAt,
  approvedBy: 'maya',
});

const entry = (part: Partial<JournalEntry> = {}): Omit<JournalEntry, 'sequence'> => ({
  run: 'run-1',
  at: NOW,
  step: 'contain:acme.disable',
  state: 'intended',
  idempotencyKey: 'k1',
  fields: { key: 'KEY0001' },
  ...part,
});

export function journalContract(open: OpenStore): void {
  describe('journal', () => {
    it('numbers the entries of each run', async () => {
      const store = await open();
      await store.journal.createRun(makeRun('run-1'));
      await store.journal.createRun(makeRun('run-2'));

      const first = await store.journal.append(entry());
      const other = await store.journal.append(entry({ run: 'run-2' }));
      const second = await store.journal.append(entry({ state: 'done' }));

      expect([first.sequence, other.sequence, second.sequence]).toEqual([1, 1, 2]);
      expect(await store.journal.entries('run-1')).toEqual([first, second]);
      expect(await store.journal.entries('run-9')).toEqual([]);
    });

    it('keeps the plan of a run as it was approved', async () => {
      const store = await open();
      const run = makeRun('run-1');

      await store.journal.createRun(run);
      await store.journal.createRun({ ...run, approvedBy: 'someone else' });

      expect(await store.journal.run('run-1')).toEqual(run);
      expect(await store.journal.run('run-9')).toBeNull();
    });

    it('changes the state of a run and nothing else', async () => {
      const store = await open();
      await store.journal.createRun(makeRun('run-1'));

      await store.journal.setState('run-1', 'stuck', NOW + 1);

      expect(await store.journal.run('run-1')).toEqual({ ...makeRun('run-1'), state: 'stuck' });
    });

    it('lists runs by incident and state, the oldest first', async () => {
      const store = await open();
      await store.journal.createRun(makeRun('run-b', 'inc-1', NOW + 1));
      await store.journal.createRun(makeRun('run-a', 'inc-2', NOW + 2));
      await store.journal.createRun(makeRun('run-c', 'inc-1', NOW));
      await store.journal.setState('run-c', 'completed', NOW + 3);

      const found = async (filter: Parameters<typeof store.journal.runs>[0]) =>
        (await store.journal.runs(filter)).map(({ id }) => id);
      expect(await found({})).toEqual(['run-c', 'run-b', 'run-a']);
      expect(await found({ incident: 'inc-1' })).toEqual(['run-c', 'run-b']);
      expect(await found({ incident: 'inc-1', state: 'running' })).toEqual(['run-b']);
    });

    it('refuses entries of a run that nobody started', async () => {
      const store = await open();

      await expect(store.journal.append(entry())).rejects.toMatchObject({ code: 'RUN_UNKNOWN' });
      await expect(store.journal.setState('run-1', 'stuck', NOW)).rejects.toMatchObject({ code: 'RUN_UNKNOWN' });
    });
  });
}
