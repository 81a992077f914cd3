import type { Command } from 'commander';
import { type EnteredKey, onlyGuided, stepForKey } from '../../app/old-secrets.ts';
import { type OpenRespond, openRespond } from '../../app/open-respond.ts';
import { type AppliedResponse, applyPlan, openSaga, resumeRun } from '../../app/respond-apply.ts';
import { storedPlan } from '../../app/respond-plan.ts';
import { findRun, runView } from '../../app/respond-runs.ts';
import type { Run } from '../../core/playbook.ts';
import { Secret } from '../../core/secret.ts';
import { HOUR, isoTime } from '../../core/time.ts';
import { parseDuration } from '../../kit/durations.ts';
import { clean } from '../../report/paint.ts';
import { proofText } from '../../report/proof-text.ts';
import { runText } from '../../report/run-text.ts';
import { approver, mustBeConfigured } from '../acting.ts';
import type { Act, CliContext } from '../context.ts';
import { textOptions } from '../context.ts';
import type { ExitCode } from '../exit.ts';
import { EXIT } from '../exit.ts';
import { type StoreOptions, withStore } from '../options/store.ts';
import { readStdin } from '../read-stdin.ts';
import { usageError } from '../usage.ts';

interface ActOptions extends StoreOptions {
  readonly by?: string;
  readonly irreversible?: boolean;
  readonly patience?: string;
  readonly note?: string;
  readonly oldKeyStdin?: boolean;
  readonly step?: string;
}

/** Longer than any key. */
const MOST_KEY = 64 * 1024;

const OLD_KEY = [
  '--old-key-stdin',
  'the key that a person replaces, on standard input: tried at its provider until that refuses it; never stored',
] as const;
const STEP = ['--step <id>', 'the guided step that the old key is for, where several wait'] as const;

/** `apply`, `resume`, `confirm`, `undo`: the commands that change something at a provider. */
export function addRespondAct(respond: Command, act: Act): void {
  const one = (name: string, description: string, argument: string, what: string): Command =>
    withStore(respond.command(name).description(description).argument(argument, what)).option(
      '--by <name>',
      'who approves; the login name where not given',
    );
  one(
    'apply',
    'Carries out a plan that was shown, and proves it.',
    '<hash>',
    'hash of the plan, at least 12 characters',
  )
    .option('--irreversible', 'also the steps that nobody can take back')
    .option('--patience <duration>', 'how long to wait for people and for the log to tell', '30m')
    .option(...OLD_KEY)
    .option(...STEP)
    .action(
      act((context, hash: string, options: ActOptions) =>
        withResponse(context, options, async (open) => {
          const plan = await storedPlan(open.store, hash);
          mustBeConfigured(plan, open);
          if (open.oldKey !== undefined) onlyGuided(plan.steps, open.oldKey.step);
          const approval = { by: approver(context, options.by), irreversible: options.irreversible === true };
          return outcome(context, open, await applyPlan(plan, approval, patienceOf(options), open));
        }),
      ),
    );
  one('resume', 'Goes on with a run after a wait, a restart or a repaired cause.', '<run>', 'id')
    .option('--patience <duration>', 'how long to wait for people and for the log to tell', '0s')
    .option(...OLD_KEY)
    .option(...STEP)
    .action(
      act((context, id: string, options: ActOptions) =>
        withResponse(context, options, async (open) => {
          const run = await findRun(open.store, id);
          mustBeConfigured(run.plan, open);
          if (open.oldKey !== undefined) await stepForKey(open.store, run, open.oldKey.step);
          return outcome(context, open, await resumeRun(run, open, patienceOf(options)));
        }),
      ),
    );
  one('confirm', 'A person did a guided step, or allows an irreversible one.', '<run>', 'id')
    .argument('<step>', 'id of the step, as `respond status` shows it')
    .option('--note <text>', 'what was done', '')
    .option(...OLD_KEY)
    .action(
      act((context, id: string, step: string, options: ActOptions) =>
        withResponse(context, { ...options, step }, async (open) => {
          const run = await findRun(open.store, id);
          await openSaga(open, run.plan.incident).confirmStep(
            run.id,
            step,
            approver(context, options.by),
            options.note ?? '',
          );
          return shown(context, open, run);
        }),
      ),
    );
  one('undo', 'Takes back what a run did, last effect first.', '<run>', 'id').action(
    act((context, id: string, options: ActOptions) =>
      withResponse(context, options, async (open) => {
        const run = await findRun(open.store, id);
        mustBeConfigured(run.plan, open);
        await openSaga(open, run.plan.incident).undoRun(run.id, approver(context, options.by));
        return shown(context, open, run);
      }),
    ),
  );
}

/** Never an argument: other users of the machine can read those. */
async function enteredKey({ io }: CliContext, options: ActOptions): Promise<EnteredKey | undefined> {
  if (options.oldKeyStdin !== true) return undefined;
  if (io.stdinIsTerminal) io.err('Paste the old key, then press Enter and Ctrl-D. It is kept in memory only.\n');
  const text = (await readStdin(io.stdin, MOST_KEY)).trim();
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
      const at = isoTime(event.at).slice(11, 19);
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
