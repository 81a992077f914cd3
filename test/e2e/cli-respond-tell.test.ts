import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCli } from '../../src/cli/run.ts';
import type { System } from '../../src/core/system.ts';
import { type HttpSink, startHttpSink } from '../../src/simulate/http-sink.ts';
import { type WatchedCloud, watchCloud } from '../support/watched-cloud.ts';

const SINKS = `alerts:
  sinks:
    - kind: slack
      id: security-channel
      url: env:CHAT
`;

let watched: WatchedCloud;
let chat: HttpSink;

beforeEach(async () => {
  watched = await watchCloud({ now: '2026-11-23T12:00:00Z', prepare: () => undefined });
  chat = await startHttpSink(watched.clock);
  const { cloud } = watched.aws;
  const acting = cloud.createRole({ name: 'keywatch-act', trusts: [watched.aws.account], allow: ['*'] });
  const file = join(watched.folder, 'keywatch.yaml');
  const text = readFileSync(file, 'utf8').replace(
    '        regions:',
    `        respond-role-arn: ${acting.arn}\n        regions:`,
  );
  writeFileSync(file, text + SINKS);
  cloud.createUser({ name: 'ci', attach: ['AdministratorAccess'] });
  const key = cloud.createKey('ci');
  watched.clock.advance(60_000);
  const UserName = 'ci';
  const PolicyArn = 'arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV3';
  cloud.call({
    as: key,
    service: 'iam',
    action: 'AttachUserPolicy',
    params: { UserName, PolicyArn },
    ip: '203.0.113.9',
  });
  watched.clock.advance(10 * 60_000);
});
afterEach(async () => {
  await chat.close();
  await watched.close();
});

async function run(...args: string[]): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  const written = { out: '', err: '' };
  const { system } = watched.around;
  const environment: System = { ...system, env: (name) => (name === 'CHAT' ? chat.url : system.env(name)) };
  const code = await runCli(args, environment, {
    out: (text) => void (written.out += text),
    err: (text) => void (written.err += text),
    stdin: Readable.from([]),
    stdinIsTerminal: false,
    outIsTerminal: false,
    errIsTerminal: false,
    columns: 100,
    cwd: watched.folder,
  });
  return { code, ...written };
}

async function planned(): Promise<string> {
  const { out, err } = await run('poll', '--format', 'json');
  const [incident] = (JSON.parse(out) as { incidents: { id: string }[] }).incidents;
  if (incident === undefined) throw new Error(err);
  const plan = await run('respond', 'plan', incident.id, '--format', 'json');
  return (JSON.parse(plan.out) as { plan: { hash: string } }).plan.hash;
}

const told = (): readonly string[] => chat.received.map(({ body }) => body);

describe('keywatch respond without a daemon', () => {
  it('tells before it ends what came of the incident', async () => {
    const hash = await planned();
    const before = chat.received.length;

    const { err } = await run('respond', 'apply', hash, '--by', 'ana');

    expect(told().slice(before).join('\n')).toMatch(/contained|verified/i);
    expect(err).not.toContain('Not told');
  }, 60_000);

  it('says when a message could not be sent, and leaves it to the next command that can', async () => {
    const hash = await planned();
    chat.next({ kind: 'error', status: 503 }, 99);

    const { err } = await run('respond', 'apply', hash, '--by', 'ana');

    expect(err).toMatch(
      /^Not told to security-channel yet \(answered 503.*\): the next `keywatch run` or `poll` sends it\.$/m,
    );
  }, 60_000);
});
