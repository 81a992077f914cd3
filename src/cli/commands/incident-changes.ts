import type { Command } from 'commander';
import { FALSE_ALARM } from '../../app/watch/verdicts.ts';
import { AppError } from '../../core/errors.ts';
import type { IncidentStatus } from '../../core/incident.ts';
import type { IncidentStore } from '../../core/ports.ts';
import { clean } from '../../report/paint.ts';
import type { Act, CliContext } from '../context.ts';
import type { ExitCode } from '../exit.ts';
import { EXIT } from '../exit.ts';
import { type StoreOptions, useStore, withStore } from '../options/store.ts';

interface ChangeOptions extends StoreOptions {
  readonly by?: string;
  readonly verdict?: string;
  readonly falseAlarm?: boolean;
}

type Change = Parameters<IncidentStore['update']>[1];

/** `ack`, `assign`, `note`, `resolve`, `reopen`: what people say about an incident. */
export function addIncidentChanges(incidents: Command, act: Act): void {
  const one = (name: string, description: string): Command =>
    withStore(incidents.command(name).description(description).argument('<incident>', 'id, or the start of it')).option(
      '--by <name>',
      'who says so; the login name where not given',
    );

  one('ack', 'Somebody looks into it: no more reminders.').action(
    act((context, id: string, options: ChangeOptions) =>
      change(context, id, options, { status: 'acknowledged', owner: author(context, options) }, 'acknowledged'),
    ),
  );
  one('assign', 'Gives it an owner.')
    .argument('<owner>', 'name or address')
    .action(
      act((context, id: string, owner: string, options: ChangeOptions) =>
        change(context, id, options, { owner }, `assigned to ${owner}`),
      ),
    );
  one('note', 'Adds a note to its timeline.')
    .argument('<text>', 'what to remember')
    .action(act((context, id: string, text: string, options: ChangeOptions) => change(context, id, options, {}, text)));
  one('resolve', 'Closes it with a verdict.')
    .option('--verdict <text>', 'what it was', '')
    .option('--false-alarm', 'nothing was wrong: what was held suspect in it becomes normal')
    .action(
      act((context, id: string, options: ChangeOptions) =>
        close(context, id, { ...options, verdict: verdictOf(options) }, 'closed', resolvedText(verdictOf(options))),
      ),
    );
  one('reopen', 'Opens a closed incident again.').action(
    act((context, id: string, options: ChangeOptions) => close(context, id, options, 'open', 'reopened')),
  );
}

/** Starts with the words by which the detectors know a false alarm. */
function verdictOf({ verdict = '', falseAlarm }: ChangeOptions): string {
  if (falseAlarm !== true) return verdict;
  return verdict === '' ? FALSE_ALARM : `${FALSE_ALARM}: ${verdict}`;
}

function resolvedText(verdict: string): string {
  return verdict === '' ? 'resolved' : `resolved: ${verdict}`;
}

function close(
  context: CliContext,
  id: string,
  options: ChangeOptions,
  status: IncidentStatus,
  text: string,
): Promise<ExitCode> {
  return change(context, id, options, { status, ...(options.verdict ? { verdict: options.verdict } : {}) }, text);
}

async function change(
  context: CliContext,
  id: string,
  options: ChangeOptions,
  what: Omit<Change, 'at' | 'note'>,
  text: string,
): Promise<ExitCode> {
  const at = context.around.system.clock.now();
  return useStore(context, options, 'change', async (store) => {
    const found = await store.incidents.get(id);
    if (found === null) throw unknownIncident(id);
    const changed = await store.incidents.update(found.id, {
      ...what,
      note: { at, author: author(context, options), text },
      at,
    });
    context.io.out(`${changed.id} is ${changed.status}${changed.owner === '' ? '' : `, ${clean(changed.owner)}`}\n`);
    return EXIT.ok;
  });
}

function author({ around }: CliContext, options: ChangeOptions): string {
  return options.by ?? around.system.env('USER') ?? around.system.env('USERNAME') ?? 'unknown';
}

export function unknownIncident(id: string): AppError {
  return new AppError(`There is no incident ${id}`, {
    code: 'INCIDENT_UNKNOWN',
    kind: 'bad-input',
    hint: 'See `keywatch incidents`; the start of an id is enough where only one incident begins with it.',
  });
}
