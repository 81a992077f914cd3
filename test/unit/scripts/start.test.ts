import { spawn, spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ROOT } from '../../support/source-files.ts';

const FIRST = /^Installing dependencies \(first run only/;
const CHANGED = /^Installing dependencies \(package.json or the lockfile changed\)/;

/** Plays npm: writes its arguments down, empties node_modules at `ci` as the real one does, ends as FAKE_NPM says. */
const FAKE_NPM = `
const { appendFileSync, mkdirSync, rmSync } = require('node:fs');
appendFileSync('npm-calls.txt', process.argv.slice(2).join(' ') + '\\n');
console.log('noise of npm');
if (process.env.FAKE_NPM === 'fail') process.exit(7);
if (process.argv[2] === 'rebuild') process.exit(process.env.FAKE_NPM === 'fail-rebuild' ? 8 : 0);
rmSync('node_modules', { recursive: true, force: true });
mkdirSync('node_modules/.bin', { recursive: true });
if (process.env.FAKE_NPM === 'die') process.kill(process.pid, 'SIGKILL');
`;

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'keywatch-start-'));
  mkdirSync(join(root, 'scripts'));
  copyFileSync(join(ROOT, 'scripts/start.js'), join(root, 'scripts/start.js'));
  writeFileSync(join(root, 'package.json'), '{"type":"module"}');
  writeFileSync(join(root, 'package-lock.json'), '{}');
  writeFileSync(join(root, 'npm-cli.cjs'), FAKE_NPM);
  writeFileSync(join(root, 'hello.js'), "console.log('hello', process.argv.slice(2).join('+'));");
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

const environment = (npm: string): NodeJS.ProcessEnv => ({
  ...process.env,
  npm_execpath: join(root, 'npm-cli.cjs'),
  FAKE_NPM: npm,
});

function start(args: readonly string[], npm: 'work' | 'fail' | 'fail-rebuild' | 'die' = 'work'): Ran {
  const script = [join(root, 'scripts/start.js'), ...args];
  const ran = spawnSync(process.execPath, script, { cwd: root, env: environment(npm), encoding: 'utf8' });
  return { code: ran.status, out: ran.stdout, err: ran.stderr };
}

const npmCalls = (what = ''): string[] => {
  const file = join(root, 'npm-calls.txt');
  return existsSync(file)
    ? readFileSync(file, 'utf8')
        .trim()
        .split('\n')
        .filter((line) => line.startsWith(what))
    : [];
};

describe('scripts/start.js', () => {
  it('installs once, then starts without asking npm', () => {
    const first = start(['hello.js', 'a', 'b c']);
    expect(first).toMatchObject({ code: 0, out: 'hello a+b c\n', err: expect.stringMatching(FIRST) });
    expect(start(['hello.js'])).toEqual({ code: 0, out: 'hello \n', err: '' });
    expect(npmCalls('ci')).toHaveLength(1);
  });

  it('runs npm ci with what a production or script-averse npm configuration would leave out', () => {
    start(['hello.js']);
    expect(npmCalls()[0]).toMatch(/^ci --include=dev --include=optional /);
  });

  it('lets no package but node run its install script', () => {
    start(['hello.js']);
    const [first, second, ...more] = npmCalls();
    expect(first).toMatch(/ --ignore-scripts( |$)/);
    expect(second).toMatch(/^rebuild node --ignore-scripts=false /);
    expect(more).toEqual([]);
  });

  it('keeps the noise of npm out of the results', () => {
    const ran = start(['hello.js']);
    expect(ran.out).toBe('hello \n');
    expect(ran.err).toContain('noise of npm');
  });

  it.each(['package.json', 'package-lock.json'])('installs again when the dependencies in %s have changed', (file) => {
    start(['hello.js']);
    writeFileSync(join(root, file), '{"type":"module","dependencies":{"left":"1.0.0"}}');
    expect(start(['hello.js']).err).toMatch(CHANGED);
    expect(npmCalls('ci')).toHaveLength(2);
  });

  it.each(['die', 'fail', 'fail-rebuild'] as const)(
    'repairs an installation that did not finish: npm will %s',
    (how) => {
      start(['hello.js']);
      writeFileSync(join(root, 'package-lock.json'), '{ }');
      expect(start(['hello.js'], how)).toMatchObject({ code: 1, out: '' });
      writeFileSync(join(root, 'package-lock.json'), '{}');
      expect(start(['hello.js'])).toMatchObject({ code: 0, err: expect.stringMatching(CHANGED) });
      expect(npmCalls('ci')).toHaveLength(3);
    },
  );

  it('says what failed and what to try when npm fails, and runs nothing', () => {
    const ran = start(['hello.js'], 'fail');
    expect(ran).toMatchObject({ code: 1, out: '' });
    expect(ran.err).toContain('Installing the dependencies failed (npm ci: exit code 7).\nTry: ');
  });

  it('does not install again when only a script of package.json has changed', () => {
    start(['hello.js']);
    writeFileSync(join(root, 'package.json'), '{"type":"module","scripts":{"a":"b"}}');
    expect(start(['hello.js']).err).toBe('');
  });

  it('installs again when node_modules was removed', () => {
    start(['hello.js']);
    rmSync(join(root, 'node_modules'), { recursive: true });
    expect(start(['hello.js']).err).toMatch(FIRST);
  });

  it('passes on the exit code and puts the installed tools first in PATH', () => {
    writeFileSync(join(root, 'seven.js'), 'console.log(process.env.PATH.split(":")[0]); process.exit(7);');
    expect(start(['seven.js'])).toMatchObject({ code: 7, out: `${join(root, 'node_modules/.bin')}\n` });
  });

  it('prefers the Node of the node package', () => {
    start(['hello.js']);
    mkdirSync(join(root, 'node_modules/node/bin'), { recursive: true });
    symlinkSync(process.execPath, join(root, 'node_modules/node/bin/node'));
    writeFileSync(join(root, 'which.js'), 'console.log(process.argv0);');
    expect(start(['which.js']).out).toBe(`${join(root, 'node_modules/node/bin/node')}\n`);
  });

  it('passes a signal on and waits for the program to end by itself', async () => {
    start(['hello.js']);
    const text =
      "process.on('SIGTERM', () => { console.log('tidy'); process.exit(5); }); setInterval(() => {}, 1000); console.log('up');";
    writeFileSync(join(root, 'daemon.js'), text);
    const child = spawn(process.execPath, [join(root, 'scripts/start.js'), 'daemon.js'], {
      cwd: root,
      env: environment('work'),
    });
    let out = '';
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString('utf8');
      if (out === 'up\n') child.kill('SIGTERM');
    });
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect({ code, out }).toEqual({ code: 5, out: 'up\ntidy\n' });
  });
});
