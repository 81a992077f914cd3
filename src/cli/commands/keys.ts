import type { Command } from 'commander';
import { type KeyFilter, listKeys } from '../../app/keys/list.ts';
import type { CredentialState } from '../../core/credential.ts';
import { render } from '../../report/format.ts';
import { count } from '../../report/lines.ts';
import { keyColumns } from '../columns/key-columns.ts';
import type { Act, CliContext } from '../context.ts';
import { formatOf, textOptions } from '../context.ts';
import type { ExitCode } from '../exit.ts';
import { EXIT } from '../exit.ts';
import { KEYS_EXAMPLES } from '../help-texts.ts';
import { type StoreOptions, useStore, withFormat, withStore } from '../options/store.ts';
import { parseAge, usageError } from '../usage.ts';
import { addKeysAdopt } from './keys-adopt.ts';
import { addKeysRefresh } from './keys-refresh.ts';
import { addKeysShow } from './keys-show.ts';

interface ListOptions extends StoreOptions {
  readonly format: string;
  readonly provider?: string;
  readonly account?: string;
  readonly kind?: string;
  readonly state?: string;
  readonly owner?: string;
  readonly unusedFor?: string;
  readonly olderThan?: string;
  readonly exposed?: boolean;
  /** True where no age is given. */
  readonly aged?: string | true;
  readonly overPowered?: boolean;
  readonly all?: boolean;
}

const STATES: readonly CredentialState[] = ['active', 'inactive', 'deleted', 'expired', 'unknown'];

/** After this a key is due for rotation by most rules that people follow. */
const USUAL_LIFE = '90d';

export function addKeys(root: Command, act: Act): void {
  const command = root
    .command('keys')
    .description('Credentials: what there is, whose it is, what was made from it.')
    .enablePositionalOptions();
  const list = command
    .command('list', { isDefault: true })
    .description('All credentials that were seen in use or listed by a provider, the one used last first.')
    .option('--provider <id>', 'provider')
    .option('--account <id>', 'account')
    .option('--kind <kind>', 'key, token, password, ssh-key, session, ...')
    .option('--state <state>', STATES.join(', '))
    .option('--owner <name>', 'owner or principal; * stands for anything')
    .option('--unused-for <age>', 'not used for so long, e.g. 90d')
    .option('--older-than <age>', 'made or first seen so long ago')
    .option('--aged [age]', `still good and older than this (${USUAL_LIFE}); the oldest first`)
    .option('--over-powered', 'may change things, and was never seen to do more than read')
    .option('--exposed', 'only those that were reported as leaked')
    .option('--all', 'sessions too; they end by themselves');
  withStore(withFormat(list)).addHelpText('after', KEYS_EXAMPLES).action(act(listCommand));
  addKeysShow(command, act);
  addKeysAdopt(command, act);
  addKeysRefresh(command, act);
  command.addHelpText('after', KEYS_EXAMPLES);
}

async function listCommand(context: CliContext, options: ListOptions): Promise<ExitCode> {
  const format = formatOf(options.format);
  const filter = filterOf(options);
  const now = context.around.system.clock.now();
  return useStore(context, options, 'read', async (store, { config }) => {
    const { rows, sessionsLeftOut, unseenUse } = await listKeys(store, config.credentials, filter, now);
    if (format !== 'table' || rows.length > 0) {
      context.io.out(render(rows, keyColumns(now, rows), format, 'credentials', textOptions(context)));
    }
    if (rows.length === 0) context.io.err('No credential matches.\n');
    if (sessionsLeftOut > 0) context.io.err(`${count(sessionsLeftOut, 'session')} left out: add --all to see them.\n`);
    if (unseenUse > 0) context.io.err(unseenText(unseenUse));
    return EXIT.ok;
  });
}

function unseenText(times: number): string {
  return `Of ${count(times, 'other')} that may change things no record says what they are used for.\n`;
}

function filterOf(options: ListOptions): KeyFilter {
  const { provider, account, kind, owner, unusedFor, olderThan } = options;
  return {
    ...(provider === undefined ? {} : { provider }),
    ...(account === undefined ? {} : { account }),
    ...(kind === undefined ? {} : { kind }),
    ...(owner === undefined ? {} : { owner }),
    ...(options.state === undefined ? {} : { state: stateOf(options.state) }),
    ...(unusedFor === undefined ? {} : { unusedFor: parseAge(unusedFor, '--unused-for') }),
    ...(olderThan === undefined ? {} : { olderThan: parseAge(olderThan, '--older-than') }),
    ...(options.aged === undefined ? {} : agedFilter(options)),
    ...(options.overPowered === true ? { overPowered: true } : {}),
    ...(options.exposed === true ? { exposed: true } : {}),
    ...(options.all === true ? { sessions: true } : {}),
  };
}

function agedFilter({ aged, olderThan, state }: ListOptions): KeyFilter {
  if (olderThan !== undefined) throw usageError('--aged and --older-than say the same', 'Leave one of them out.');
  if (state !== undefined) throw usageError('--aged asks for what is still good', 'Use --older-than with --state.');
  return { alive: true, olderThan: parseAge(aged === true || aged === undefined ? USUAL_LIFE : aged, '--aged') };
}

function stateOf(text: string): CredentialState {
  const state = STATES.find((one) => one === text);
  if (state !== undefined) return state;
  throw usageError(`--state ${text} is not known`, `Choose one of ${STATES.join(', ')}.`);
}
