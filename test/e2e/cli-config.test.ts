import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CONNECTORS } from '../../connectors/registry.ts';
import { draftConfig } from '../../src/app/setup/draft-config.ts';
import { loadConfig } from '../../src/config/load.ts';
import { runCli } from '../support/run-cli.ts';
import { runHere } from '../support/run-here.ts';
import { readSource } from '../support/source-files.ts';
import { useTempFolders } from '../support/temp-folder.ts';
import { secretOf } from '../support/trail-records.ts';

const folders = useTempFolders();

describe('a wrong configuration', () => {
  it('is told with all its errors at once, their lines, and no secret', async () => {
    const cwd = folders();
    const secret = secretOf('in the wrong place');
    const lines = [
      'database:',
      '  path: keywatch.db',
      '  colour: blue',
      'alerts:',
      '  sinks:',
      '    - kind: slack',
      '      id: team',
      `      url: ${secret}`,
      'schedule:',
      '  backfill: soon',
    ];
    writeFileSync(join(cwd, 'keywatch.yaml'), `${lines.join('\n')}\n`);
    const { code, out, err } = await runCli(['search'], { cwd });
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toMatch(/keywatch\.yaml has 3 problems:/);
    for (const line of [3, 8, 10]) expect(err).toMatch(new RegExp(`keywatch\\.yaml:${line}:\\d+: `));
    expect(err).not.toContain(secret);
  });

  it('that is no YAML says where it breaks', async () => {
    const cwd = folders();
    writeFileSync(join(cwd, 'keywatch.yaml'), 'database:\n  path: [unclosed\n');
    const { code, err } = await runHere(['rules'], { cwd });
    expect(code).toBe(2);
    expect(err).toMatch(/keywatch\.yaml:\d+:\d+: /);
  });

  it('that is not there is told where it was named', async () => {
    const { code, err } = await runHere(['rules', '--config', 'missing.yaml'], { cwd: folders() });
    expect(code).toBe(2);
    expect(err).toMatch(
      /missing\.yaml cannot be read \(there is no such file\)\n {2}Name another file with --config, or write one with `keywatch init`/,
    );
  });
});

describe('a configuration in the working folder', () => {
  it('is named as short as it can be, since its name stands before every error', async () => {
    const cwd = folders();
    writeFileSync(join(cwd, 'keywatch.yaml'), 'colour: blue\n');
    const { err } = await runHere(['rules'], { cwd });
    expect(err).toMatch(/^keywatch: keywatch\.yaml has 1 problem:\n {2}keywatch\.yaml:1:1: colour is not a known key/);
    const elsewhere = await runHere(['rules', '--config', join(cwd, 'keywatch.yaml')], { cwd: folders() });
    expect(elsewhere.err).toContain(`  ${join(cwd, 'keywatch.yaml')}:1:1: colour`);
  });
});

describe('keywatch init', () => {
  it('writes a configuration that loads, prints the permissions, and says what comes next', async () => {
    const cwd = folders();
    const { code, out, err } = await runCli(['init', '--provider', 'aws'], { cwd });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('"cloudtrail:LookupEvents"');
    expect(out).toMatch(/Next:\n {2}keywatch doctor .*\n {2}keywatch poll .*\n {2}keywatch run /);
    const text = readFileSync(join(cwd, 'keywatch.yaml'), 'utf8');
    expect(text).toMatch(/^# Keywatch configuration\. Change what you need/);
    const loaded = await loadConfig(text, join(cwd, 'keywatch.yaml'), { connectors: Object.values(CONNECTORS) });
    expect(loaded.kind).toBe('ok');
    expect((await runHere(['doctor', '--offline'], { cwd })).code).toBe(0);
  });

  it('never overwrites', async () => {
    const cwd = folders();
    writeFileSync(join(cwd, 'keywatch.yaml'), '# mine\n');
    const { code, out, err } = await runHere(['init', '--provider', 'aws'], { cwd });
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain('is there already and stays as it is');
    expect(err).toContain('--output');
  });

  it('names the file in the commands that come next', async () => {
    const { out } = await runHere(['init', '--provider', 'aws', '--output', 'prod.yaml'], { cwd: folders() });
    expect(out).toContain('keywatch doctor --config prod.yaml');
  });

  it('prints only the permissions where asked', async () => {
    const cwd = folders();
    const { code, out } = await runHere(['init', '--provider', 'aws', '--grants'], { cwd });
    expect(code).toBe(0);
    expect(out).toContain('"Version": "2012-10-17"');
    expect((await runHere(['doctor', '--offline'], { cwd })).out).toContain('there is no');
  });
});

describe('config.example.yaml', () => {
  const example = readSource('config.example.yaml');
  const watched = Object.values(CONNECTORS).filter((connector) => 'open' in connector);

  it.each(watched.map(({ id }) => id))('has a block for %s, which loads when it is chosen alone', async (id) => {
    expect(example).toMatch(new RegExp(`^ {2}#?${id}:`, 'm'));
    const text = draftConfig(example, [id]);
    const loaded = await loadConfig(text, '/etc/keywatch.yaml', { connectors: Object.values(CONNECTORS) });
    expect(loaded).toMatchObject({ kind: 'ok', config: { connectors: { [id]: expect.anything() as unknown } } });
    expect(loaded.kind === 'ok' ? Object.keys(loaded.config.connectors) : []).toEqual([id]);
  });
});
