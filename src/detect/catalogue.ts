import type { DetectorInfo } from '../core/detector.ts';
import { SOURCE_BLIND } from './blindness.ts';
import { DETECTORS } from './detectors/all.ts';
import { CREDENTIAL_EXPOSED } from './detectors/credential-exposed.ts';
import { MONITOR_ELSEWHERE } from './detectors/monitor-elsewhere.ts';
import { PROVIDER_SIGNAL } from './detectors/provider-signal.ts';
import type { SigmaRule } from './sigma/rule.ts';
import type { TitleWords } from './title.ts';

/** A detector as people look it up: built in, or a rule. */
export interface CatalogueEntry {
  readonly info: DetectorInfo;
  readonly phrase: string;
  readonly kind: 'built-in' | 'rule' | 'imported-rule';
}

/** All detectors by id: built-in ones and the rules that were loaded. */
export function catalogueOf(rules: readonly SigmaRule[]): readonly CatalogueEntry[] {
  return [
    ...DETECTORS.map(({ info, phrase }): CatalogueEntry => ({ info, phrase, kind: 'built-in' })),
    { info: MONITOR_ELSEWHERE, phrase: "the monitor's own identity used from somewhere else", kind: 'built-in' },
    { info: SOURCE_BLIND, phrase: 'went blind', kind: 'built-in' },
    { info: PROVIDER_SIGNAL, phrase: 'reported by the provider', kind: 'built-in' },
    { info: CREDENTIAL_EXPOSED, phrase: 'secret exposed', kind: 'built-in' },
    ...rules.map(
      (rule): CatalogueEntry => ({
        info: rule.info,
        phrase: rule.extras?.phrase ?? rule.info.title,
        kind: rule.extras === null ? 'imported-rule' : 'rule',
      }),
    ),
  ];
}

/** What goes without saying once a built-in detector has spoken. */
const IMPLIED: Readonly<Record<string, readonly string[]>> = {
  'leaked-key-in-use': ['credential-exposed', 'provider-signal'],
  'workload-credentials-away-from-home': ['first-network-for-key', 'first-tool-for-key'],
};

/** What incident titles say for each detector. */
export function titleWords(rules: readonly SigmaRule[]): TitleWords {
  const own = rules.flatMap(({ extras, info }): [string, readonly string[]][] =>
    extras === null ? [] : [[info.id, extras.implies]],
  );
  return {
    phrases: new Map(catalogueOf(rules).map(({ info, phrase }) => [info.id, phrase])),
    implies: new Map([...Object.entries(IMPLIED), ...own]),
  };
}
