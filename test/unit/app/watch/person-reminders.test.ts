import { describe, expect, it } from 'vitest';
import { createPersonReminders, type PersonReminders } from '../../../../src/app/watch/person-reminders.ts';
import type { Incident } from '../../../../src/core/incident.ts';
import type { Plan, StepState } from '../../../../src/core/playbook.ts';
import type { OutboxEntry } from '../../../../src/core/ports.ts';
import { HOUR, type Millis } from '../../../../src/core/time.ts';
import { planPlaybook } from '../../../../src/respond/plan.ts';
import { containCredential } from '../../../../src/respond/playbooks/contain-credential.ts';
import { MemoryJournal } from '../../../support/memory-journal.ts';
import { anIncident, aPlanInput, NOON } from '../../../support/plan-inputs.ts';

const TIMES = { guidedDeadline: 24 * HOUR, guidedReminder: 4 * HOUR };

function guidedPlan(): Plan {
  const plan = planPlaybook(containCredential, aPlanInput());
  const [step] = plan.steps;
  if (step === undefined) throw new Error('no step');
  const guide = { link: 'https://console.example', steps: ['Do it.'], owner: 'team-pay' };
  return { ...plan, steps: [{ ...step, mode: 'guided', guide }] };
}

interface World {
  readonly reminders: PersonReminders;
  readonly sent: OutboxEntry[];
  readonly notes: () => readonly string[];
  note(state: StepState, fields: Readonly<Record<string, string>>, at?: Millis): Promise<unknown>;
}

async function aWorld(change: Partial<Incident> = {}): Promise<World> {
  const plan = guidedPlan();
  const journal = new MemoryJournal();
  await journal.createRun({ id: 'run-1', plan, state: 'waiting', startedAt: NOON, approvedBy: 'ada' });
  let incident = anIncident({ notes: [], ...change });
  const sent: OutboxEntry[] = [];
  const store = {
    journal,
    alerts: {
      enqueue: (entries: readonly OutboxEntry[]) => {
        sent.push(...entries.filter(({ id }) => !sent.some((one) => one.id === id)));
        return Promise.resolve();
      },
    },
    incidents: {
      get: () => Promise.resolve(incident),
      update: (_id: string, { note }: { readonly note?: Incident['notes'][number] }) => {
        incident = { ...incident, notes: note === undefined ? incident.notes : [...incident.notes, note] };
        return Promise.resolve(incident);
      },
    },
  };
  const step = plan.steps[0]?.id ?? '';
  return {
    // Of the store it uses these few methods alone.
    reminders: createPersonReminders(store as never, TIMES),
    sent,
    notes: () => incident.notes.map(({ text }) => text),
    note: (state, fields, at = NOON) => journal.append({ run: 'run-1', at, step, state, idempotencyKey: 'k', fields }),
  };
}

const asked = { askedAt: String(NOON), deadline: String(NOON + 24 * HOUR), todo: 'Do it.' };

describe('a person who has to do something', () => {
  it('is left alone at first, then reminded at every interval, once each', async () => {
    const { note, reminders, sent, notes } = await aWorld();
    await note('waiting', asked);
    await reminders.tell(NOON + 4 * HOUR - 1);
    expect(sent).toEqual([]);

    await reminders.tell(NOON + 4 * HOUR);
    await reminders.tell(NOON + 5 * HOUR);
    expect(sent.map(({ reason }) => reason)).toEqual(['person-awaited']);
    await reminders.tell(NOON + 8 * HOUR);
    expect(sent.map(({ reason }) => reason)).toEqual(['person-awaited', 'person-awaited']);
    expect(notes()[0]).toMatch(
      /^Run run-1 waits for team-pay since 2026-11-23T12:00:00Z, until 2026-11-24T12:00:00Z: /,
    );
    expect(notes()[0]).toContain('keywatch respond status run-1');
  });

  it('is one reminder behind, not five, after the daemon was down', async () => {
    const { note, reminders, sent } = await aWorld();
    await note('waiting', asked);
    await reminders.tell(NOON + 20 * HOUR);
    expect(sent).toHaveLength(1);
  });

  it('is told of to everybody once the deadline has passed, also after the run has become stuck', async () => {
    const { note, reminders, sent, notes } = await aWorld();
    await note('waiting', asked);
    await reminders.tell(NOON + 24 * HOUR);
    await note('failed', { deadline: asked.deadline, reason: 'nobody did it' }, NOON + 25 * HOUR);
    await reminders.tell(NOON + 25 * HOUR);
    expect(sent.map(({ reason }) => reason)).toEqual(['deadline-missed']);
    expect(notes()[0]).toContain('team-pay had until 2026-11-24T12:00:00Z and it is not done');
  });

  it('is reminded after saying that it is done, while the provider says something else', async () => {
    const { note, reminders, notes } = await aWorld();
    await note('waiting', asked);
    await note('done', { confirmedBy: 'grace', receiptAt: String(NOON + HOUR) }, NOON + HOUR);
    await note('waiting', { reason: 'the old key still works', wakeAt: String(NOON + 2 * HOUR) }, NOON + HOUR);
    await reminders.tell(NOON + 5 * HOUR);
    expect(notes()[0]).toContain('The old key still works.');
  });

  it.each(['verified', 'unproven', 'skipped'] as const)('is not reminded of a step that is %s', async (state) => {
    const { note, reminders, sent } = await aWorld();
    await note('waiting', asked);
    await note(state, {});
    await reminders.tell(NOON + 100 * HOUR);
    expect(sent).toEqual([]);
  });

  it('is not reminded of an incident that is closed', async () => {
    const { note, reminders, sent, notes } = await aWorld({ status: 'closed' });
    await note('waiting', asked);
    await reminders.tell(NOON + 100 * HOUR);
    expect([sent, notes()]).toEqual([[], []]);
  });
});
