import type { Command } from 'commander';
import type { Outcome } from '../core/event.ts';
import type { EventQuery } from '../core/ports.ts';
import type { Millis } from '../core/time.ts';
import { parseMoment, usageError } from './usage.ts';

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
  if (options.from !== undefined && options.since !== undefined) {
    throw usageError('--from and --since say the same', 'Give one of them.');
  }
  const from = options.from ?? options.since;
  const outcome = OUTCOMES.find((one) => one === options.outcome);
  if (options.outcome !== undefined && outcome === undefined) {
    throw usageError(`--outcome ${options.outcome} is not known`, `Choose one of ${OUTCOMES.join(', ')}.`);
  }
  if (options.lineage === true && options.credential === undefined) {
    throw usageError('--lineage needs --credential', 'Say whose lineage is meant.');
  }
  return {
    ...(from === undefined ? {} : { from: parseMoment(from, now, options.from === undefined ? '--since' : '--from') }),
    ...(options.to === undefined ? {} : { to: parseMoment(options.to, now, '--to') }),
    ...(options.credential === undefined ? {} : { credential: options.credential }),
    ...(options.lineage === undefined ? {} : { lineage: options.lineage }),
    ...(options.actor === undefined ? {} : { actor: options.actor }),
    ...(options.ip === undefined ? {} : { address: options.ip }),
    ...(options.action === undefined ? {} : { action: options.action }),
    ...(options.provider === undefined ? {} : { provider: options.provider }),
    ...(options.account === undefined ? {} : { account: options.account }),
    ...(outcome === undefined ? {} : { outcome }),
  };
}
