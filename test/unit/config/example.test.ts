import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { CONNECTORS } from '../../../connectors/registry.ts';
import { type LoadResult, loadConfig } from '../../../src/config/load.ts';
import { formatProblem } from '../../../src/config/problem.ts';
import { ROOT } from '../../support/source-files.ts';

const EXAMPLE = readFileSync(join(ROOT, 'config.example.yaml'), 'utf8');
const ENVIRONMENT = readFileSync(join(ROOT, '.env.example'), 'utf8');

function load(text: string): Promise<LoadResult> {
  return loadConfig(text, '/etc/keywatch/keywatch.yaml', {
    connectors: Object.values(CONNECTORS),
    env: () => undefined,
    readFile: async () => Promise.reject(new Error('no file')),
  });
}

function told(result: LoadResult): readonly string[] {
  return (result.kind === 'ok' ? result.warnings : result.problems).map((problem) => formatProblem('example', problem));
}

/** Takes the `#` from the settings that are written `#key: value`; drops their empty stand-ins. */
function everythingOn(text: string): string {
  const on = text.replaceAll(/^( *)#(?=[\w-]|  )/gm, '$1');
  return on.replaceAll(/^( *)([\w-]+): \[\]\n(?=\1\2:\n)/gm, '');
}

describe('config.example.yaml', () => {
  it('loads as it is, without any secret at hand', async () => {
    const result = await load(EXAMPLE);

    expect(told(result)).toEqual([]);
    expect(result.kind).toBe('ok');
  });

  it('also loads with everything switched on that it offers', async () => {
    const text = everythingOn(EXAMPLE);
    const result = await load(text);

    expect(result.kind, told(result).join('\n')).toBe('ok');
    expect(text).not.toMatch(/^ *#\S/m);
    if (result.kind !== 'ok') return;
    expect(result.config.credentials).toHaveLength(2);
    expect(result.config.alerts.sinks.map(({ kind }) => kind)).toEqual(['console', 'slack', 'webhook']);
    expect(result.config.alerts.silences).toHaveLength(1);
    expect(result.config.schedule.polls).toHaveLength(1);
  });

  it('names only variables that .env.example explains', () => {
    const named = [...EXAMPLE.matchAll(/env:([A-Z_]+)/g)].map(([, name]) => name).filter((name) => name !== 'NAME');

    expect(named.length).toBeGreaterThan(0);
    for (const name of named) expect(ENVIRONMENT).toMatch(new RegExp(`^${String(name)}=$`, 'm'));
  });

  it('shows every section, and every field of the sections that are not a provider’s', async () => {
    const shown = parse(everythingOn(EXAMPLE)) as Record<string, object>;
    const defaults = await load('');

    expect(Object.keys(shown)).toEqual(defaults.kind === 'ok' ? Object.keys(defaults.config) : []);
    for (const section of ['database', 'schedule', 'receiver', 'detection', 'alerts', 'respond', 'log'] as const) {
      const fields = defaults.kind === 'ok' ? Object.keys(defaults.config[section] ?? {}) : [];
      expect(Object.keys(shown[section] ?? {}).map(withoutDashes)).toEqual(fields);
    }
  });

  it('has no secret in it', () => {
    expect(ENVIRONMENT).not.toMatch(/^[A-Z_]+=\S/m);
  });
});

/** `rule-folders` is called `ruleFolders` once it is parsed. */
function withoutDashes(key: string): string {
  return key.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}
