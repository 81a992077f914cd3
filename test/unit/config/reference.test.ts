import { describe, expect, it } from 'vitest';
import { configReference } from '../../../src/config/reference.ts';
import { acme } from '../../support/acme.ts';

const LINES = configReference([acme]).split('\n');

function rowOf(field: string): string | undefined {
  return LINES.find((line) => line.startsWith(`| \`${field}\` |`));
}

describe('configReference', () => {
  it('has a heading for every section', () => {
    expect(LINES.filter((line) => line.startsWith('## '))).toEqual([
      '## database',
      '## connectors',
      '## credentials',
      '## schedule',
      '## receiver',
      '## detection',
      '## alerts',
      '## respond',
      '## log',
    ]);
  });

  it('shows type, default and description of a field', () => {
    expect(rowOf('schedule.inventory')).toBe(
      '| `schedule.inventory` | duration | `"1h"` | Time between two readings of the providers\' lists of credentials. |',
    );
    expect(rowOf('log.level')).toContain('| `debug`, `info`, `warn`, `error` | `"info"` |');
    expect(rowOf('credentials[].match')).toContain('*required*');
    expect(rowOf('database.retention')).toContain('`forever` or duration');
  });

  it('goes down into lists and into the alternatives of a sink', () => {
    expect(rowOf('alerts.sinks[].kind')).toContain('`console` or `slack` or `webhook`');
    expect(rowOf('alerts.sinks[].signing-secret')).toContain('secret reference');
    expect(LINES.filter((line) => line.startsWith('| `alerts.sinks[].id` |'))).toHaveLength(1);
  });

  it('lists the fields of the connectors that there are', () => {
    expect(rowOf('connectors.acme.api-key')).toContain(
      'secret reference | *required* | Key for reading the audit log.',
    );
    expect(rowOf('connectors.acme.own')).toContain('| list of CIDR blocks |');
  });

  it('describes every field', () => {
    const undescribed = LINES.filter((line) => line.startsWith('| `') && line.endsWith('|  |'));

    expect(undescribed).toEqual([]);
  });

  it('is one table row a line, whatever a description contains', () => {
    for (const line of LINES.filter((one) => one.startsWith('| `'))) {
      expect(line.replaceAll(String.raw`\|`, '').split('|')).toHaveLength(6);
    }
  });
});
