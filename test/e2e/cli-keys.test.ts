import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CONNECTORS } from '../../connectors/registry.ts';
import { loadConfig } from '../../src/config/load.ts';
import { DAY } from '../../src/core/time.ts';
import { HERE_NOW } from '../support/run-here.ts';
import { useScannedFolder } from '../support/scanned.ts';
import { keyIdOf, theftRecords, trailRecord } from '../support/trail-records.ts';

const deploy = keyIdOf('deploy');
const stolen = keyIdOf('stolen');
const { folder, run } = useScannedFolder(() => [
  ...theftRecords(stolen),
  trailRecord({ key: keyIdOf('temp', 'ASIA'), user: 'session-user' }),
  trailRecord({ key: keyIdOf('quiet'), user: 'quiet', address: '192.0.2.9' }),
]);

interface Listed {
  readonly credentials: readonly {
    readonly credential: string;
    readonly parent: string;
    readonly incidents: readonly string[];
  }[];
}

async function listed(...args: string[]): Promise<Listed['credentials']> {
  const { out } = await run(['keys', ...args, '--format', 'json']);
  return (JSON.parse(out) as Listed).credentials;
}

describe('keywatch keys', () => {
  it('lists keys with owner, last use, origin and incidents, and leaves sessions out', async () => {
    const { code, out, err } = await run(['keys']);
    expect(code).toBe(0);
    const line = out.split('\n').find((one) => one.startsWith(`aws:${stolen}`)) ?? '';
    expect(line).toMatch(
      new RegExp(`key +backup +unknown +7 h +7 h ago +${deploy.slice(0, 7)}…${deploy.slice(-4)} +inc-`),
    );
    expect(out).not.toContain('ASIA');
    expect(err).toBe('1 session left out: add --all to see them.\n');
  });

  it('shows sessions where they are asked for', async () => {
    expect((await listed('--all')).length).toBe((await listed()).length + 1);
    expect((await listed('--kind', 'session')).map(({ credential }) => credential)).toEqual([
      `aws:${keyIdOf('temp', 'ASIA')}`,
    ]);
  });

  it('filters by owner, age and rest', async () => {
    const ids = async (...args: string[]): Promise<string[]> =>
      (await listed(...args)).map(({ credential }) => credential);
    expect(await ids('--owner', 'dep*')).toEqual([`aws:${deploy}`]);
    expect(await ids('--unused-for', '1d')).toEqual([]);
    expect(await ids('--older-than', '1h')).toHaveLength(3);
    expect(await ids('--state', 'inactive')).toEqual([]);
    expect(await ids('--provider', 'nobody')).toEqual([]);
    const later = await run(['keys', '--unused-for', '30d', '--format', 'csv'], { now: HERE_NOW + 40 * DAY });
    expect(later.out.trim().split('\n')).toHaveLength(4);
  });

  it('says so when nothing matches', async () => {
    expect(await run(['keys', '--account', '999999999999'])).toMatchObject({
      code: 0,
      out: '',
      err: 'No credential matches.\n',
    });
  });
});

describe('keywatch keys show', () => {
  it('tells the whole story of a key: lineage down, use, incidents, coverage', async () => {
    const { code, out } = await run(['keys', 'show', deploy]);
    expect(code).toBe(0);
    expect(out).toContain(`aws:${deploy}  key of deploy`);
    expect(out).toContain(`aws:${stolen}  key of backup, made 2024-06-03`);
    expect(out).toMatch(/used {4}6 events, the last 2024-06-03 12:00:\d\d UTC/);
    expect(out).toMatch(/Did most\n {2}5 {2}ListBuckets\n {2}1 {2}CreateAccessKey/);
    expect(out).toMatch(/From\n {2}5 {2}198\.51\.100\.7/);
    expect(out).toMatch(/inc-[0-9a-f]{8} {2}high, open/);
    expect(out).toContain('Coverage: seen: audit log files, 2024-06-03T12:00:');
  });

  it('and up', async () => {
    const { out } = await run(['keys', 'show', `aws:${stolen}`]);
    expect(out).toMatch(
      new RegExp(`Lineage\\n {2}aws:${deploy} {2}key of deploy\\n {4}aws:${stolen} {2}key of backup {2}<- this one`),
    );
  });

  it('is whole in JSON too', async () => {
    const story: unknown = JSON.parse((await run(['keys', 'show', deploy, '--format', 'json'])).out);
    expect(story).toMatchObject({
      schemaVersion: 1,
      credential: { id: `aws:${deploy}`, kind: 'key', firstSeen: expect.stringMatching(/^2024-06-03T12:00/) as string },
      binding: null,
      lineage: [{ parent: `aws:${deploy}`, child: `aws:${stolen}` }],
      events: 6,
    });
  });

  it('of an unknown one repeats nothing: it may be a secret', async () => {
    const { code, err } = await run(['keys', 'show', 'hunter2hunter2']);
    expect(code).toBe(2);
    expect(err).toContain('No such credential is known');
    expect(err).not.toContain('hunter2');
  });
});

describe('keywatch keys adopt', () => {
  it('drafts bindings that load as they are, without the network of the thief', async () => {
    const { code, out, err } = await run(['keys', 'adopt']);
    expect(code).toBe(0);
    expect(err).toBe('3 keys drafted.\n');
    const loaded = await loadConfig(out, '/etc/keywatch.yaml', { connectors: Object.values(CONNECTORS) });
    expect(loaded).toMatchObject({
      kind: 'ok',
      config: {
        credentials: [
          { match: `aws:${stolen}`, name: 'backup', networks: [] },
          { match: `aws:${deploy}`, name: 'deploy', owner: 'deploy', networks: ['198.51.100.0/24'] },
          { match: `aws:${keyIdOf('quiet')}`, name: 'quiet', networks: ['192.0.2.0/24'] },
        ],
      },
    });
    expect(out).toContain('left out, since an incident shows it: 203.0.113.0/24');
    expect(out).toMatch(/# part of inc-[0-9a-f]{8}: look there first/);
    expect(out).toMatch(
      /# key of arn:aws:iam::111122223333:user\/deploy, account 111122223333: 6 events, 2024-06-03 to 2024-06-03/,
    );
  });

  it('leaves out what the configuration names already', async () => {
    const draft = (await run(['keys', 'adopt'])).out;
    const config = join(folder, 'adopted.yaml');
    writeFileSync(config, draft);
    const again = await run(['keys', 'adopt', '--config', config, '--database', join(folder, 'keywatch.db')]);
    expect(again.err).toBe('0 keys drafted; left out: 3 in the configuration already.\n');
    expect(again.out).toContain('credentials: []');
    expect(readFileSync(config, 'utf8')).toBe(draft);
  });
});
