import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { MINUTE } from '../../src/core/time.ts';
import type { StripeFault } from '../../src/simulate/stripe/faults.ts';
import { type FastClock, fastClock } from '../support/fast-clock.ts';
import { ROOT } from '../support/source-files.ts';
import { STOLEN_KEY, type StripeStage, stripeStage } from '../support/stripe-stage.ts';
import { useTempFolders } from '../support/temp-folder.ts';

/** Minutes of silence in the log have to pass: in seconds. */
const SPEED = 120;
const PRELOADS = ['network-guard-preload.ts', 'fast-clock-preload.ts'].map((name) => join(ROOT, 'test/support', name));
/** Whatever a provider, a proxy or the network may say while the key lives. */
const FAULTS: readonly StripeFault[] = [
  'forbidden',
  'web page with 401',
  'web page with 403',
  'web page instead of an answer',
  'proxy refuses with 401',
  'address refused with 401',
  'throttled',
  'server error',
  'reset',
  'truncated',
];

/** States of a run that is not over; it may have been killed in the middle of an attempt. */
const OPEN = /^(running|waiting|confirming)$/;

interface Running {
  readonly child: ChildProcess;
  /** Everything that it wrote so far. */
  text(): string;
  readonly ended: Promise<{ readonly code: number | null; readonly signal: string | null }>;
}

describe('a guided run that is killed while a person is awaited', () => {
  const newFolder = useTempFolders();
  let stage: StripeStage | null = null;
  let clock: FastClock;
  let written = '';
  const children: ChildProcess[] = [];

  afterEach(async () => {
    for (const child of children) child.kill('SIGKILL');
    await stage?.close();
    stage = null;
  });

  function start(args: readonly string[], stdin = ''): Running {
    const imports = PRELOADS.flatMap((file) => ['--import', file]);
    const child = spawn(process.execPath, [...imports, join(ROOT, 'bin/keywatch.js'), ...args], {
      cwd: open().cwd,
      env: { PATH: process.env['PATH'] ?? '', HOME: open().cwd, USER: 'ana', TEST_CLOCK: clock.text, ...open().env },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    children.push(child);
    let text = '';
    const take = (chunk: Buffer): void => {
      text += chunk.toString();
      written += chunk.toString();
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.stdin.on('error', () => undefined);
    child.stdin.end(stdin);
    const ended = new Promise<{ code: number | null; signal: string | null }>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code, signal) => resolve({ code, signal }));
    });
    return { child, text: () => text, ended };
  }

  async function run(...args: readonly string[]): Promise<string> {
    const { ended, text } = start(args);
    await ended;
    return text();
  }

  function open(): StripeStage {
    if (stage === null) throw new Error('no stage');
    return stage;
  }

  /** How often the old key was tried: only it is asked whose it is, unless it is refused. */
  const trials = (): number => open().stripe.requests.filter((one) => one === 'GET /v1/account').length;

  /** Kills the process once the old key has been tried so many times more. */
  async function killedAfter(process: Running, count: number): Promise<void> {
    const before = trials();
    while (trials() < before + count) {
      if (process.child.exitCode !== null || process.text().includes('verified  Rotate'))
        throw new Error(`it ended by itself, or took the key for dead:\n${process.text()}`);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(readFileSync(`/proc/${process.child.pid ?? 0}/cmdline`, 'utf8')).not.toContain(STOLEN_KEY);
    process.child.kill('SIGKILL');
    expect((await process.ended).signal).toBe('SIGKILL');
    expectNoKeyIn(open().cwd);
  }

  const stateOf = async (id: string): Promise<string> => {
    const text = await run('respond', 'status', id, '--format', 'json');
    return (JSON.parse(text) as { readonly run: { readonly state: string } }).run.state;
  };

  it.skipIf(process.platform !== 'linux')(
    'never closes while the key may live, closes proven when it is dead, and leaves no byte of it anywhere',
    async () => {
      clock = fastClock(Date.UTC(2026, 2, 2, 9), SPEED);
      const theft = clock.now() - 20 * MINUTE;
      stage = await stripeStage({ cwd: newFolder(), theft, now: clock.now });
      await run('poll');
      const [, incident = ''] = /(inc-[0-9a-f]+)/.exec(await run('incidents')) ?? [];
      const [, hash = ''] = /respond apply ([0-9a-f]{12})/.exec(await run('respond', 'plan', incident)) ?? [];

      await killedAfter(start(['respond', 'apply', hash, '--old-key-stdin', '--patience', '12h'], STOLEN_KEY), 2);
      const [, id = ''] = /(run-\d{8}-\d{6}-[0-9a-f]+)/.exec(await run('respond', 'status')) ?? [];
      expect(await stateOf(id)).toMatch(OPEN);

      for (const fault of FAULTS) stage.stripe.fail(fault, STOLEN_KEY);
      const resume = ['respond', 'resume', id, '--old-key-stdin', '--patience', '12h'];
      await killedAfter(start(resume, STOLEN_KEY), FAULTS.length + 1);
      expect(await stateOf(id)).toMatch(OPEN);

      stage.kill(clock.now() + 5 * MINUTE, 'deleted');
      const last = start(resume, STOLEN_KEY);
      const { code } = await last.ended;

      expect(last.text()).toContain('the old key worked in this run and is now dead');
      expect(last.text()).toContain(`Containment of ${incident}: proven`);
      expect(code).toBe(0);
      expect(await stateOf(id)).toBe('completed');
      for (const format of ['html', 'markdown', 'json'])
        await run('incidents', 'show', incident, '--format', format, '--output', `report.${format}`);
      await run('backup', 'copy.db');
      expectNoKeyIn(stage.cwd);
      expectNoPieceIn(Buffer.from(written), 'what was written to the terminal');
    },
    300_000,
  );
});

function expectNoKeyIn(folder: string): void {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  expect(files.map(({ name }) => name)).toContain('keywatch.db');
  for (const { name, parentPath } of files) expectNoPieceIn(readFileSync(join(parentPath, name)), name);
}

/** Any eight characters of it in a row, as they are, in base64 or in hex. */
function expectNoPieceIn(bytes: Buffer, where: string): void {
  const body = STOLEN_KEY.slice('sk_live_'.length);
  for (let at = 0; at + 8 <= body.length; at += 1) {
    const piece = body.slice(at, at + 8);
    expect(bytes.includes(piece), `${where} holds a piece of the key`).toBe(false);
    expect(bytes.includes(Buffer.from(piece).toString('hex')), `${where} holds a piece of the key in hex`).toBe(false);
  }
  for (const shift of [0, 1, 2]) {
    const base64 = Buffer.from(`${' '.repeat(shift)}${STOLEN_KEY}`)
      .toString('base64')
      .slice(4, -8);
    expect(bytes.includes(base64), `${where} holds the key in base64`).toBe(false);
  }
}
