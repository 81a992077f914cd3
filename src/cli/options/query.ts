import type { Command } from 'commander';
import type { Outcome } from '../../core/event.ts';
import { parseBlock } from '../../core/ip.ts';
import type { EventQuery } from '../../core/ports.ts';
import type { Millis } from '../../core/time.ts';
import { parseMoment, usageError } from '../usage.ts';

/** The filters that events and incidents share. */
export interface QueryOptions {
  readonly credential?: string;
  readonly lineage?: boolean;
  readonly actor?: string;
  readonly ip?: string;
  readonly action?: string;
  readonly provider?: string;
  readonly account?: string;
  readonly outcome?: string;
  readonly from?: string;
  readonly to?: string;
  readonly since?: string;
}

/** What can only be meant for an address; the log also names services and hosts there. */
const LIKE_ADDRESS = /^[\d.]+(\/.*)?$|^[\da-f.]*:[\da-f:.]*(\/.*)?$/i;

const OUTCOMES: readonly Outcome[] = ['success', 'denied', 'failed'];

export function withQuery(command: Command): Command {
  return command
    .option('-k, --credential <id>', 'key id, or any other name of a credential')
    .option('-a, --actor <name>', 'user, role or session; * stands for anything')
    .option('--ip <address>', 'address or block, e.g. 198.51.100.0/24')
    .option('--action <name>', 'action in the words of the provider')
    .option('--provider <id>', 'provider')
    .option('--account <id>', 'account')
    .option('--outcome <outcome>', OUTCOMES.join(', '))
    .option('--from <moment>', 'date, time or age')
    .option('--to <moment>', 'date, time or age; not included')
    .option('--since <age>', 'the same as --from, e.g. 7d');
}

/** Only the filters that were given. */
export function queryOf(options: QueryOptions, now: Millis): EventQuery {
  const { lineage } = options;
  if (lineage === true && options.credential === undefined) {
    throw usageError('--lineage needs --credential', 'Say whose lineage is meant.');
  }
  return {
    ...spanOf(options, now),
    ...(options.credential === undefined ? {} : { credential: notEmpty(options.credential, '--credential') }),
    ...(lineage === undefined ? {} : { lineage }),
    ...(options.actor === undefined ? {} : { actor: notEmpty(options.actor, '--actor') }),
    ...(options.ip === undefined ? {} : { address: addressOf(options.ip) }),
    ...(options.action === undefined ? {} : { action: notEmpty(options.action, '--action') }),
    ...(options.provider === undefined ? {} : { provider: notEmpty(options.provider, '--provider') }),
    ...(options.account === undefined ? {} : { account: notEmpty(options.account, '--account') }),
    ...(options.outcome === undefined ? {} : { outcome: outcomeOf(options.outcome) }),
  };
}

/** An empty value is a variable of a script that was never set; it would match whatever has no name. */
function notEmpty(text: string, option: string): string {
  if (text.trim() !== '') return text;
  throw usageError(`${option} is empty`, 'Give it a value, or leave it out.');
}

function spanOf({ from, since, to }: QueryOptions, now: Millis): Pick<EventQuery, 'from' | 'to'> {
  if (from !== undefined && since !== undefined) {
    throw usageError('--from and --since say the same', 'Give one of them.');
  }
  const begin = from ?? since;
  const start = begin === undefined ? null : parseMoment(begin, now, from === undefined ? '--since' : '--from');
  const end = to === undefined ? null : parseMoment(to, now, '--to');
  if (start !== null && end !== null && start >= end) {
    throw usageError('The time to look at ends before it begins', 'For example: --from 2026-11-01 --to 2026-11-08');
  }
  return { ...(start === null ? {} : { from: start }), ...(end === null ? {} : { to: end }) };
}

function addressOf(text: string): string {
  const block = parseBlock(notEmpty(text, '--ip'));
  // IPv6 has many spellings of one address and the log has one of them: as a block it is compared by value.
  if (block !== null) return block.version === 6 && !text.includes('/') ? `${text}/128` : text;
  if (!LIKE_ADDRESS.test(text)) return text;
  throw usageError(
    `--ip ${text} is no address`,
    'Write an address (192.0.2.7) or a block (192.0.2.0/24, 2001:db8::/48).',
  );
}

function outcomeOf(text: string): Outcome {
  const outcome = OUTCOMES.find((one) => one === text);
  if (outcome !== undefined) return outcome;
  throw usageError(`--outcome ${text} is not known`, `Choose one of ${OUTCOMES.join(', ')}.`);
}
