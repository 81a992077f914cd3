import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Daemon } from '../../src/app/watch/daemon.ts';
import { knownSelf } from '../../src/app/watch/known-self.ts';
import { coverageOf } from '../../src/app/watch/known-sources.ts';
import { HOUR, MINUTE } from '../../src/core/time.ts';
import { type WatchedCloud, watchCloud } from '../support/watched-cloud.ts';

const MEMBER = '222233334444';

describe('a daemon that does not see everything at the start', () => {
  let watched: WatchedCloud | null = null;
  let daemon: Daemon | null = null;

  afterEach(async () => {
    await daemon?.close();
    await watched?.close();
    daemon = null;
    watched = null;
  });

  /** @param accounts what stands in the place of the accounts, indented by four */
  async function cloudWith(accounts: string): Promise<WatchedCloud> {
    watched = await watchCloud({ now: '2026-11-23T12:00:00Z', prepare: () => undefined });
    const file = join(watched.folder, 'keywatch.yaml');
    const text = readFileSync(file, 'utf8').replace(/ {4}accounts:\n.*\n.*\n/, accounts);
    writeFileSync(file, text.replace('      health: false\n', ''));
    return watched;
  }

  async function open(cloud: WatchedCloud): Promise<Daemon> {
    daemon = await cloud.open();
    return daemon;
  }

  it('opens a provider that was out of reach as soon as it answers, and knows itself there', async () => {
    const cloud = await cloudWith('');
    cloud.aws.cloud.faults.next({ action: 'GetCallerIdentity' }, { kind: 'error', status: 503 }, 99);
    const { app, store } = await open(cloud);
    expect(app.sources).toEqual([]);
    cloud.clock.advance(MINUTE);
    await app.tick();
    expect(app.sources).toEqual([]);
    cloud.aws.cloud.createUser({ name: 'ci', allow: ['*'] });
    const key = cloud.aws.cloud.createKey('ci');
    cloud.aws.cloud.call({ as: key, service: 'ec2', action: 'DescribeRegions' });
    cloud.aws.cloud.faults.clear();

    for (let minute = 0; minute < 12; minute += 1) {
      cloud.clock.advance(MINUTE);
      await app.tick();
    }

    expect(app.sources.map(({ account }) => account)).toContain(cloud.aws.account);
    expect((await store.events.search({ credential: key.id }, { limit: 5 })).rows).not.toEqual([]);
    expect((await knownSelf(store)).actors).toEqual([`arn:aws:iam::${cloud.aws.account}:user/keywatch`]);
  });

  it('watches an account that joins the organisation without being started anew', async () => {
    const cloud = await cloudWith('    organization:\n      role-name: keywatch-read\n      regions: [us-east-1]\n');
    const { aws } = cloud;
    const entry = { name: 'keywatch-read', trusts: [aws.account], allow: ['*'] };
    aws.cloud.createRole(entry);
    const { app, store } = await open(cloud);
    await app.tick();
    aws.cloud.createRole({ ...entry, account: MEMBER });
    aws.cloud.createUser({ name: 'ci', account: MEMBER, allow: ['*'] });
    const key = aws.cloud.createKey('ci', MEMBER);
    cloud.clock.advance(HOUR + MINUTE);
    aws.cloud.call({ as: key, service: 'ec2', action: 'DescribeRegions' });

    for (let minute = 0; minute < 10; minute += 1) {
      cloud.clock.advance(MINUTE);
      await app.tick();
    }

    expect((await store.events.search({ credential: key.id }, { limit: 5 })).rows).not.toEqual([]);
    expect((await knownSelf(store)).actors).toContain(`arn:aws:iam::${MEMBER}:role/keywatch-read`);
    const { spans } = await coverageOf(store);
    expect(spans.map(({ account }) => account)).toContain(MEMBER);
  });

  it('makes an incident of a list of accounts that is refused, and goes on with what it has', async () => {
    const cloud = await cloudWith('    organization:\n      role-name: keywatch-read\n      regions: [us-east-1]\n');
    cloud.aws.cloud.createRole({ name: 'keywatch-read', trusts: [cloud.aws.account], allow: ['*'] });
    const { app, store } = await open(cloud);
    await app.tick();
    cloud.aws.cloud.faults.deny('organizations:ListAccounts');
    cloud.clock.advance(HOUR + MINUTE);

    await app.tick();
    await app.tick();

    const [incident] = await store.incidents.list({ open: true });
    expect(incident?.findings.map(({ detector, reason }) => [detector, reason])).toEqual([
      ['source-blind', expect.stringContaining('organizations:ListAccounts')],
    ]);
    expect(app.sources).not.toEqual([]);
  });

  it('says in every coverage statement what a source turned out not to show', async () => {
    const cloud = await cloudWith('');
    cloud.aws.cloud.configure({ supportPlan: false });
    const { app, store } = await open(cloud);
    expect((await coverageOf(store)).notVisible.join('\n')).not.toContain('support plan');

    await app.tick();

    expect((await coverageOf(store)).notVisible).toContain(
      `${cloud.aws.account} has no support plan with AWS Health: its reports of exposed keys are not seen`,
    );
  });
});
