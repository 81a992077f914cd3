import type { RecordFormat } from '../../core/connector.ts';
import { AppError } from '../../core/errors.ts';
import type { CatalogueEntry } from '../../detect/catalogue.ts';
import { catalogueOf } from '../../detect/catalogue.ts';
import type { LoadedRules } from '../../detect/sigma/load.ts';
import { loadRules } from '../../detect/sigma/load.ts';
import { ownRules } from '../package-root.ts';
import type { Surroundings } from '../surroundings.ts';

export interface RuleChoice {
  readonly ruleFolders: readonly string[];
  readonly disabledRules: readonly string[];
}

/** Our pack, then the user's folders. */
function ruleFolders(choice: RuleChoice): readonly string[] {
  return [ownRules(), ...choice.ruleFolders];
}

export function formatsOf(around: Surroundings): readonly RecordFormat[] {
  return Object.values(around.connectors).flatMap((connector) => connector.formats);
}

/** @throws AppError kind `config` where a folder of the user's cannot be read */
export async function readRules(choice: RuleChoice, around: Surroundings): Promise<LoadedRules> {
  try {
    return await loadRules(ruleFolders(choice), choice.disabledRules, formatsOf(around));
  } catch (error) {
    if (!(error instanceof Error && 'path' in error && 'code' in error)) throw error;
    throw new AppError(`The rules in ${String(error.path)} cannot be read (${String(error.code)})`, {
      code: 'RULES_UNREADABLE',
      kind: 'config',
      hint: 'Correct `detection.rule-folders` in the configuration.',
      cause: error,
    });
  }
}

/** Every detector, built in or loaded, for `rules` and for reports. */
export async function readCatalogue(choice: RuleChoice, around: Surroundings): Promise<readonly CatalogueEntry[]> {
  return catalogueOf((await readRules(choice, around)).loaded);
}
