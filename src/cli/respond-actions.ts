import { type AppliedResponse, applyPlan, openSaga, resumeRun } from '../app/respond/apply.ts';
import { type EnteredKey, onlyGuided, stepForKey } from '../app/respond/old-secrets.ts';
import { type OpenRespond, openRespond } from '../app/respond/open.ts';
import { storedPlan } from '../app/respond/plan.ts';
import { findRun, runView } from '../app/respond/runs.ts';
import type { Run } from '../core/playbook.ts';
import { Secret } from '../core/secret.ts';
import { HOUR } from '../core/time.ts';
import { parseDuration } from '../kit/durations.ts';
import { clean } from '../report/paint.ts';
import { proofText } from '../report/proof-text.ts';
import { runText } from '../report/run-text.ts';
import { timeOfDay } from '../report/when.ts';
import { approver, mustBeConfigured } from './acting.ts';
import type { CliContext } from './context.ts';
import { textOptions } from './context.ts';
import type { ExitCode } from './exit.ts';
import { EXIT } from './exit.ts';
import type { StoreOptions } from './options/store.ts';
import { readSecret } from './read-secret.ts';
import { usageError } from './usage.ts';

export interface ActOptions extends StoreOptions {
  readonly by?: string;
  readonly irreversible?: boolean;
  readonly patience?: string;
  readonly note?: string;
  readonly oldKeyStdin?: boolean;
  readonly step?: string;
}

/** What this file has to offer, for whoever loads it late. */
export interface Actions {
  readonly apply: typeof apply;
  readonly resume: typeof resume;
  readonly confirm: typeof confirm;
  readonly undo: typeof undo;
}

/** Longer than any key. */
const MOST_KEY = 64 * 1024;

export function apply(context: CliContext, hash: string, options: ActOptions): Promise<ExitCode> {
  const approval = { by: approver(context, options.by), irreversible: options.irreversible === true };
  const patience = patienceOf(options);
  return withResponse(context, options, async (open) => {
    const plan = await storedPlan(open.store, hash);
    mustBeConfigured(plan, open);
    if (open.oldKey !== undefined) onlyGuided(plan.steps, open.oldKey.step);
    return outcome(context, open, await applyPlan(plan, approval, patience, open));
  });
}

export function resume(context: CliContext, id: string, options: ActOptions): Promise<ExitCode> {
  const patience = patienceOf(options);
  return withResponse(context, options, async (open) => {
    const run = await findRun(open.store, id);
    mustBeConfigured(run.plan, open);
    if (open.oldKey !== undefined) await stepForKey(open.store, run, open.oldKey.step);
    return outcome(context, open, await resumeRun(run, open, patience));
  });
}

export function confirm(context: CliContext, id: string, step: string, options: ActOptions): Promise<ExitCode> {
  const by = approver(context, options.by);
  return withResponse(context, { ...options, step }, async (open) => {
    const run = await findRun(open.store, id);
    await openSaga(open, run.plan.incident).confirmStep(run.id, step, by, options.note ?? '');
    return shown(context, open, run);
  });
}

export function undo(context: CliContext, id: string, options: ActOptions): Promise<ExitCode> {
  const by = approver(context, options.by);
  return withResponse(context, options, async (open) => {
    const run = await findRun(open.store, id);
    mustBeConfigured(run.plan, open);
    await openSaga(open, run.plan.incident).undoRun(run.id, by);
    return shown(context, open, run);
  });
}

/** Never an argument: other users of the machine can read those. */
async function enteredKey({ io }: CliContext, options: ActOptions): Promise<EnteredKey | undefined> {
  if (options.oldKeyStdin !== true) return undefined;
  const text = (await readSecret(io, 'the old key', MOST_KEY)).trim();
  if (text === '' || /\s/.test(text))
    throw usageError('standard input holds no single key', 'Give it the old key and nothing else.');
  return { secret: new Secret(text), step: options.step ?? '' };
}

async function withResponse(
  context: CliContext,
  options: ActOptions,
  work: (open: OpenRespond) => Promise<ExitCode>,
): Promise<ExitCode> {
  const oldKey = await enteredKey(context, options);
  const { width, color } = textOptions(context);
  const open = await openRespond({
    ...(oldKey === undefined ? {} : { oldKey }),
    around: context.around,
    ...(options.config === undefined ? {} : { config: options.config }),
    ...(options.database === undefined ? {} : { database: options.database }),
    log: (level, message, fields) => {
      if (level !== 'debug') context.io.err(`${message}: ${clean(JSON.stringify(fields ?? {}))}\n`);
    },
    signal: context.signal,
    terminal: { write: (text) => context.io.err(text), width: width ?? 100, color },
    onEvent: (event) => {
      if (event.kind !== 'step' || event.state === 'intended') return;
      const at = `${timeOfDay(event.at)}Z`;
      context.io.err(`${at}  ${event.state.padEnd(9)} ${clean(event.step.title)}: ${clean(event.step.target.label)}\n`);
    },
  });
  try {
    const code = await work(open);
    const untold = await open.tell();
    for (const { sink, detail } of untold?.left ?? [])
      context.io.err(`Not told to ${sink} yet (${clean(detail)}): the next \`keywatch run\` or \`poll\` sends it.\n`);
    for (const { sink, detail } of untold?.refused ?? [])
      context.io.err(`Not told to ${sink}: it refused the message (${clean(detail)}).\n`);
    return code;
  } finally {
    await open.close();
  }
}

/** What came out of it: the run, the proof, and an exit code that says whether all is well. */
async function outcome(context: CliContext, open: OpenRespond, { report, proof }: AppliedResponse): Promise<ExitCode> {
  const run = await shown(context, open, report.run);
  if (proof === null) return run;
  context.io.out(`\n${proofText(proof, textOptions(context))}`);
  if (proof.verdict === 'waiting')
    context.io.err(`Not proven yet: \`keywatch respond resume ${report.run.id}\` asks again.\n`);
  return proof.verdict === 'proven' ? EXIT.ok : EXIT.failed;
}

async function shown(context: CliContext, open: OpenRespond, run: Run): Promise<ExitCode> {
  const current = await findRun(open.store, run.id);
  context.io.out(runText(await runView(open.store, current), textOptions(context)));
  return current.state === 'stuck' ? EXIT.failed : EXIT.ok;
}

function patienceOf({ patience }: ActOptions): number {
  const ms = patience === undefined ? HOUR / 2 : parseDuration(patience);
  if (ms === null) throw usageError(`--patience ${patience ?? ''} is no duration`, 'Write for example 30m.');
  return ms;
}
