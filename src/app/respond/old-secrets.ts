import { AppError } from '../../core/errors.ts';
import type { PlanStep, Run } from '../../core/playbook.ts';
import type { Store } from '../../core/ports.ts';
import type { Secret } from '../../core/secret.ts';
import { foldJournal, isPassed } from '../../respond/records.ts';
import type { SagaDeps } from '../../respond/saga-types.ts';
import { bindingOf } from '../keys/bindings.ts';
import type { ApplyOptions } from './apply.ts';

/** The old key, as somebody entered it for one command. */
export interface EnteredKey {
  readonly secret: Secret;
  /** Id of the guided step that it is for; '' where only one waits. */
  readonly step: string;
}

/**
 * Where the secret comes from that a guided step shall end: entered for this command, else from the reference that
 * the credential's entry in the configuration names. A reference that leads nowhere is none.
 */
export function oldSecrets({
  oldKey,
  config,
  context,
  store,
}: Pick<ApplyOptions, 'oldKey' | 'config' | 'context' | 'store'>): NonNullable<SagaDeps['oldSecret']> {
  return async (step) => {
    if (oldKey !== undefined && (oldKey.step === '' || oldKey.step === step.id)) return oldKey.secret;
    for (const alias of step.covers) {
      const credential = (await store.credentials.get(alias)) ?? { aliases: [alias] };
      const reference = bindingOf(credential, config.credentials)?.secret?.reference;
      if (reference === undefined) continue;
      try {
        return await context.secret(reference);
      } catch (error) {
        context.log('warn', 'The old secret could not be read', { step: step.id, error: String(error) });
      }
    }
    return null;
  };
}

/**
 * Which guided step the entered key is for. One key can prove one step alone.
 * @param wanted id of the step, '' where the only one is meant
 * @throws AppError `STEP_UNKNOWN`, `STEP_AMBIGUOUS`
 */
export async function stepForKey(store: Pick<Store, 'journal'>, run: Run, wanted: string): Promise<string> {
  const records = foldJournal(run, await store.journal.entries(run.id));
  const open = records.filter((one) => one.step.mode === 'guided' && (!isPassed(one) || one.state === 'unproven'));
  return only(
    open.map(({ step }) => step),
    wanted,
  );
}

/** The same for a plan whose run has not begun. */
export function onlyGuided(steps: readonly PlanStep[], wanted: string): string {
  return only(
    steps.filter(({ mode }) => mode === 'guided'),
    wanted,
  );
}

function only(guided: readonly PlanStep[], wanted: string): string {
  const fitting = wanted === '' ? guided : guided.filter(({ id }) => id === wanted);
  const [step] = fitting;
  if (step !== undefined && fitting.length === 1) return step.id;
  const names = guided.map(({ id }) => id).join(', ');
  throw new AppError(
    step === undefined ? 'no step waits for a person to replace that key' : 'several steps wait for a person',
    {
      code: step === undefined ? 'STEP_UNKNOWN' : 'STEP_AMBIGUOUS',
      kind: 'bad-input',
      hint: names === '' ? 'Look at the run: `keywatch respond status RUN`.' : `Name one with --step: ${names}`,
    },
  );
}
