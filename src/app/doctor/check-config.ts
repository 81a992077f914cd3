import type { CheckResult } from '../../core/connector.ts';
import { ok, warn } from '../../kit/check-results.ts';
import { count } from '../../report/lines.ts';
import type { ReadConfig } from '../setup/read-config.ts';

/** What the configuration names and what in it leads nowhere. Errors have stopped us before. */
export function checkConfig({ config, file, exists, warnings }: ReadConfig): readonly CheckResult[] {
  if (!exists)
    return [
      warn(
        'file',
        `there is no ${file}; the defaults hold`,
        'Write one with `keywatch init`, or name one with --config.',
      ),
    ];
  const connectors = Object.keys(config.connectors);
  const facts = [
    connectors.length === 0 ? 'no provider' : connectors.join(', '),
    count(config.credentials.length, 'credential'),
    count(config.alerts.sinks.length, 'sink'),
  ];
  const empty =
    connectors.length === 0 ? [warn('providers', 'nothing is watched', 'Name a provider under `connectors:`.')] : [];
  return [
    ok('file', `${file}: ${facts.join(', ')}`),
    ...empty,
    ...warnings.map(({ path, line, message, hint }) =>
      warn(`line ${line}`, `${path === '' ? '' : `${path} `}${message}`, hint),
    ),
  ];
}
