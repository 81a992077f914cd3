import type { Command } from 'commander';
import type { Act } from '../context.ts';
import { withStore } from '../options/store.ts';
import type { Actions, ActOptions } from '../respond-actions.ts';

const OLD_KEY = [
  '--old-key-stdin',
  'the key that a person replaces, on standard input: tried at its provider until that refuses it; never stored',
] as const;
const STEP = ['--step <id>', 'the guided step that the old key is for, where several wait'] as const;

/** What acts brings a whole daemon along; plans and lists of runs need not wait for it. */
const actions = (): Promise<Actions> => import('../respond-actions.ts');

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
    .action(act(async (context, hash: string, options: ActOptions) => (await actions()).apply(context, hash, options)));
  one('resume', 'Goes on with a run after a wait, a restart or a repaired cause.', '<run>', 'id')
    .option('--patience <duration>', 'how long to wait for people and for the log to tell', '0s')
    .option(...OLD_KEY)
    .option(...STEP)
    .action(act(async (context, id: string, options: ActOptions) => (await actions()).resume(context, id, options)));
  one('confirm', 'A person did a guided step, or allows an irreversible one.', '<run>', 'id')
    .argument('<step>', 'id of the step, as `respond status` shows it')
    .option('--note <text>', 'what was done', '')
    .option(...OLD_KEY)
    .action(
      act(async (context, id: string, step: string, options: ActOptions) =>
        (await actions()).confirm(context, id, step, options),
      ),
    );
  one('undo', 'Takes back what a run did, last effect first.', '<run>', 'id').action(
    act(async (context, id: string, options: ActOptions) => (await actions()).undo(context, id, options)),
  );
}
