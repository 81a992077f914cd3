import type { OpenRespond } from '../app/respond/open.ts';
import { connectorsOf } from '../app/respond/plan.ts';
import { AppError } from '../core/errors.ts';
import type { Plan } from '../core/playbook.ts';
import type { CliContext } from './context.ts';
import { usageError } from './usage.ts';

/**
 * A plan can be made from files alone; carrying it out takes the providers.
 * @throws AppError kind `config` before anything has been begun
 */
export function mustBeConfigured(plan: Plan, { config, configFile }: OpenRespond): void {
  const missing = unconfigured(plan, config.connectors);
  if (missing.length === 0) return;
  throw new AppError(`The plan acts on ${missing.join(', ')}, and ${configFile} has no such connector`, {
    code: 'RESPOND_NOT_CONFIGURED',
    kind: 'config',
    hint: 'Give the configuration of the daemon with --config, or write one with `keywatch init`.',
  });
}

/** Connectors that a plan acts on and that no configuration opens. */
export function unconfigured(plan: Plan, connectors: Readonly<Record<string, unknown>>): readonly string[] {
  return connectorsOf(plan).filter((id) => connectors[id] === undefined);
}

/** Who approves what is done to a provider. Nobody must stand in the journal as "unknown". */
export function approver({ around }: CliContext, given: string | undefined): string {
  const name = given ?? around.system.env('USER') ?? around.system.env('LOGNAME') ?? around.system.env('USERNAME');
  if (name !== undefined && name.trim() !== '') return name.trim();
  throw usageError('Nobody is named who approves this', 'Add --by NAME: it stands in the journal and in the report.');
}
