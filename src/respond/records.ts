import type { Receipt, StateBefore } from '../core/action.ts';
import type { JournalEntry, PlanStep, Run, StepState } from '../core/playbook.ts';
import type { Millis } from '../core/time.ts';

/** Where one step of a run stands, read off the journal. */
export interface StepRecord {
  readonly step: PlanStep;
  readonly state: StepState;
  /** Counts from 1; grows when a step has to be done again from the start. */
  readonly attempt: number;
  /** What `prepare` read, null before the intention. */
  readonly before: StateBefore | null;
  /** Without secrets; null before the call has been answered. */
  readonly receipt: Receipt | null;
  /** Evidence, reason or request to a person that goes with the state. */
  readonly detail: Readonly<Record<string, string>>;
  /** Since when it is in this state; 0 for a step that nothing has happened to. */
  readonly at: Millis;
  /** Journal sequence of its intention: the order in which effects happened. */
  readonly order: number;
  /** Who allowed an irreversible step, '' while nobody has. */
  readonly approvedBy: string;
  /** Fingerprint of the old secret that this run saw working, '' while it saw none. */
  readonly works: string;
}

/** Names of fields that the saga itself writes into journal entries. */
export const FIELD = {
  step: 'step',
  approvedBy: 'approvedBy',
  again: 'again',
  evidence: 'evidence',
  reason: 'reason',
  hint: 'hint',
  link: 'link',
  owner: 'owner',
  todo: 'todo',
  say: 'say',
  deadline: 'deadline',
  wakeAt: 'wakeAt',
  askedAt: 'askedAt',
  works: 'works',
  final: 'final',
  receiptAt: 'receiptAt',
} as const;

/** Journal line by which one approval covers all irreversible steps of the plan. */
export const APPROVAL_STEP = 'keywatch.approval';

/** Replays the journal of a run: the steps of its plan and those added on the way. */
export function foldJournal(run: Run, entries: readonly JournalEntry[]): readonly StepRecord[] {
  const records = new Map<string, StepRecord>();
  for (const step of run.plan.steps) records.set(step.id, fresh(step));
  for (const entry of entries) {
    if (entry.step === APPROVAL_STEP) approveAll(records, entry.fields[FIELD.approvedBy] ?? '');
    const known = records.get(entry.step) ?? added(entry);
    if (known !== null) records.set(entry.step, advance(known, entry));
  }
  return [...records.values()];
}

/** Nothing more will happen to it, and steps after it may go on. */
export function isPassed(record: StepRecord): boolean {
  return record.state === 'verified' || record.state === 'unproven' || record.state === 'skipped';
}

/**
 * Asked of the provider, who has not finished: what nobody can take back needs no second asking, for which nobody
 * would have given an approval.
 */
export function isUnderWay({ receipt, state, step }: StepRecord): boolean {
  return step.risk === 'irreversible' && step.mode !== 'guided' && state === 'waiting' && receipt !== null;
}

/** Has had, or may have had, an effect at the provider that an undo can take back. */
export function hadEffect(record: StepRecord): boolean {
  return record.before !== null && record.state !== 'undone';
}

function approveAll(records: Map<string, StepRecord>, approvedBy: string): void {
  for (const [id, record] of records)
    if (record.step.risk === 'irreversible' && record.step.target.offered !== true)
      records.set(id, { ...record, approvedBy });
}

/** A step that nothing has happened to. */
export function fresh(step: PlanStep): StepRecord {
  return {
    step,
    state: 'pending',
    attempt: 1,
    before: null,
    receipt: null,
    detail: {},
    at: 0,
    order: 0,
    approvedBy: '',
    works: '',
  };
}

function added(entry: JournalEntry): StepRecord | null {
  const text = entry.fields[FIELD.step];
  return text === undefined ? null : fresh(JSON.parse(text) as PlanStep);
}

function advance(record: StepRecord, entry: JournalEntry): StepRecord {
  const works = entry.fields[FIELD.works] ?? record.works;
  const next = { ...record, state: entry.state, at: entry.at, detail: entry.fields, works };
  switch (entry.state) {
    case 'pending':
      if (entry.fields[FIELD.again] !== undefined)
        return { ...next, attempt: record.attempt + 1, before: null, receipt: null };
      return { ...next, approvedBy: entry.fields[FIELD.approvedBy] ?? record.approvedBy };
    case 'intended':
      return {
        ...next,
        before: entry.fields,
        receipt: null,
        order: record.before === null ? entry.sequence : record.order,
      };
    case 'done':
      return { ...next, receipt: receiptOf(entry) };
    default:
      return next;
  }
}

function receiptOf(entry: JournalEntry): Receipt {
  const { [FIELD.receiptAt]: at, ...fields } = entry.fields;
  return { at: at === undefined ? entry.at : Number(at), fields };
}
