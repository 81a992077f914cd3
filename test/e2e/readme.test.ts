import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../support/run-cli.ts';
import { ROOT } from '../support/source-files.ts';

const README = readFileSync(join(ROOT, 'README.md'), 'utf8');
const SCRIPTS = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>;
};

/** Every line of every shell block, in the order in which a reader would type them. */
const COMMANDS = [...README.matchAll(/^```sh\n([\s\S]*?)^```/gm)].flatMap(([, block = '']) =>
  block.split('\n').filter((line) => line.trim() !== ''),
);

const ALIAS = /^alias keywatch="node (\S+) (\S+)"$/;

/** What would be started, as arguments of the program. */
function argumentsOf(command: string): readonly string[] | null {
  const [, typed] = /^keywatch (.+)$/.exec(command) ?? [];
  if (typed !== undefined) return typed.split(/\s+/);
  const [, script = '', rest = ''] = /^npm run (\S+)(?: -- (.*))?$/.exec(command) ?? [];
  const target = SCRIPTS.scripts[script] ?? '';
  const [, fixed = ''] = /^node scripts\/start\.js bin\/keywatch\.js ?(.*)$/.exec(target) ?? [];
  if (!target.includes('bin/keywatch.js')) return null;
  return `${fixed} ${rest}`.trim().split(/\s+/);
}

describe('the README', () => {
  let cwd = '';

  beforeAll(() => {
    cwd = mkdtempSync(join(tmpdir(), 'keywatch-readme-'));
  });

  afterAll(() => {
    rmSync(cwd, { recursive: true, force: true });
  });

  it('has the two commands that do all the set-up, and others', () => {
    expect(COMMANDS).toContain('npm run demo');
    expect(COMMANDS).toContain('npm test');
    expect(COMMANDS.length).toBeGreaterThan(5);
  });

  it('gives the program a name that leads to it from every folder', () => {
    const [alias = ''] = COMMANDS.filter((command) => command.startsWith('alias'));
    const paths = (ALIAS.exec(alias) ?? []).slice(1).map((path) => path.replace('$PWD', ROOT));

    expect(paths).toHaveLength(2);
    for (const path of paths) expect(existsSync(path), path).toBe(true);
    const [before] = COMMANDS.filter((command) => /^(alias|keywatch)/.test(command));
    expect(before).toBe(alias);
  });

  it.each(COMMANDS.filter((command) => command !== 'npm test' && !ALIAS.test(command)))(
    'means what it says: %s',
    async (command) => {
      const args = argumentsOf(command);
      expect(args, 'only commands that can be run belong into shell blocks').not.toBeNull();

      const run = await runCli(args ?? [], { cwd });

      expect(run.code, run.err).toBe(0);
      expect(run.out.length).toBeGreaterThan(50);
    },
  );

  it('shows the demo as it is', async () => {
    const { out } = await runCli(['demo'], { cwd });
    const shown = /```\n(Keywatch on[\s\S]*?)```/.exec(README)?.[1] ?? '';

    for (const line of shown.split('\n').filter((one) => one.trim() !== '' && !one.includes('…')))
      expect(out).toContain(line);
    expect(shown.split('\n').length).toBeGreaterThan(10);
  });
});
