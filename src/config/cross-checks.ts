import type { Connector } from '../core/connector.ts';
import { didYouMean } from '../kit/suggest.ts';
import type { Config } from './config.ts';
import { type ConfigProblem, pathText } from './problem.ts';
import type { YamlFile } from './yaml-file.ts';

/** What no single field can know: names that must differ, and names that must exist. */
export function crossChecks(
  config: Config,
  yaml: YamlFile,
  connectors: readonly Connector[],
): readonly ConfigProblem[] {
  const problem = (path: readonly PropertyKey[], message: string, hint = ''): ConfigProblem => ({
    code: 'CONFIG_INVALID',
    ...yaml.placeOf(path),
    path: pathText(path),
    message,
    hint,
  });
  const known = connectors.map(({ id }) => id);
  // As written: a connector whose own section has an error is configured all the same.
  const configured = writtenConnectors(yaml.value);

  const sinks = repeated(config.alerts.sinks.map(({ id }) => id)).map((index) =>
    problem(['alerts', 'sinks', index, 'id'], 'is the name of an earlier sink'),
  );
  const matches = repeated(config.credentials.map(({ match }) => match)).map((index) =>
    problem(['credentials', index, 'match'], 'stands in an earlier entry'),
  );
  const providers = config.credentials.flatMap(({ match }, index) => {
    const provider = /^([a-z][a-z0-9-]*):/.exec(match)?.[1];
    if (provider === undefined || known.includes(provider)) return [];
    return [
      problem(
        ['credentials', index, 'match'],
        'names a provider that there is no connector for',
        hintFor(provider, known),
      ),
    ];
  });
  const stores = config.credentials.flatMap(({ consumers }, index) =>
    consumers.flatMap(({ store }, at) =>
      configured.includes(store)
        ? []
        : [
            problem(
              ['credentials', index, 'consumers', at, 'store'],
              'is not among the connectors of this file',
              hintFor(store, configured),
            ),
          ],
    ),
  );
  return [...sinks, ...matches, ...providers, ...stores];
}

function writtenConnectors(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null || !('connectors' in value)) return [];
  return typeof value.connectors === 'object' && value.connectors !== null ? Object.keys(value.connectors) : [];
}

/** Indexes of the values that have stood before. */
function repeated(values: readonly string[]): readonly number[] {
  return values.flatMap((value, index) => (values.indexOf(value) < index ? [index] : []));
}

function hintFor(word: string, candidates: readonly string[]): string {
  const near = didYouMean(word, candidates);
  if (near !== null) return `did you mean ${near}?`;
  return candidates.length === 0 ? '' : `there are ${candidates.join(', ')}`;
}
