import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lookupSource } from '../../connectors/aws/sources/cloudtrail-lookup.ts';
import type { Source } from '../../src/core/connector.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../../src/core/time.ts';
import {
  askPage,
  commitPage,
  emptyLedger,
  idsIn,
  type Ledger,
  type Reading,
  readOn,
} from '../contract/source-reader.ts';
import { AWS_FORMATS, type AwsReadWorld, anAwsReadWorld } from '../support/aws-read-world.ts';

const ONLY_LOOKUP = { 'lookup-events': {}, 'guard-duty': false, health: false };

let world: AwsReadWorld;
let ledger: Ledger;
let reading: Reading;

beforeEach(async () => {
  world = await anAwsReadWorld({ settings: { verifySignatures: true } });
  ledger = emptyLedger();
  reading = { formats: AWS_FORMATS, now: () => world.clock.now(), backfill: DAY, signal: new AbortController().signal };
});
afterEach(() => world.close());

async function lookup(change: Readonly<Record<string, unknown>> = {}): Promise<Source> {
  const [source] = (await world.open({ sources: ONLY_LOOKUP, ...change })).sources;
  if (source === undefined) throw new Error('no source');
  return source;
}

function happen(times: number): void {
  for (let at = 0; at < times; at += 1) {
    world.aws.cloud.call({ as: world.key, service: 'sts', action: 'GetCallerIdentity' });
  }
}

const requests = (): readonly unknown[] =>
  world.aws.cloud.journal.records('LookupEvents').map((record) => record['requestParameters']);

describe('reading the event history', () => {
  it('enters each account by its role, under a name that says who we are', async () => {
    const source = await lookup();
    await readOn(() => source, ledger, reading);
    const [assumed] = world.aws.cloud.journal.records('AssumeRole');
    expect(assumed).toMatchObject({ requestParameters: { roleSessionName: 'keywatch-read' } });
    const [asked] = world.aws.cloud.journal.records('LookupEvents');
    expect(JSON.stringify(asked)).toContain('keywatch-read');
    expect(JSON.stringify(asked?.['userAgent'])).toContain('keywatch');
  });

  it('takes a new session when the old one is about to end, by our own clock', async () => {
    const source = await lookup();
    await readOn(() => source, ledger, reading);
    world.clock.set(world.clock.now() + 2 * HOUR);
    await readOn(() => source, ledger, reading);
    expect(world.aws.cloud.journal.records('AssumeRole')).toHaveLength(2);
    await readOn(() => source, ledger, reading);
    expect(world.aws.cloud.journal.records('AssumeRole')).toHaveLength(2);
  });

  it('begins a window anew when its token has expired', async () => {
    happen(80);
    world.clock.set(world.clock.now() + MINUTE);
    const source = await lookup();
    const page = await askPage(source, ledger, reading);
    await commitPage(page, source, ledger, reading);
    expect(page.more).toBe(true);
    const text = JSON.stringify(ledger.cursor).replace(/"token":"[^"]+"/, '"token":"expired"');
    ledger.cursor = JSON.parse(text) as Ledger['cursor'];
    await readOn(() => source, ledger, reading);
    expect(new Set(ledger.seen).size).toBeGreaterThanOrEqual(80);
    expect(JSON.stringify(ledger.cursor)).toContain('"walk":null');
  });

  it('gives up after a token was refused again and again', async () => {
    happen(80);
    world.clock.set(world.clock.now() + MINUTE);
    const source = await lookup();
    await commitPage(await askPage(source, ledger, reading), source, ledger, reading);
    const refuse = (): void => {
      const text = JSON.stringify(ledger.cursor)
        .replace(/"token":"[^"]+"/, '"token":"expired"')
        .replace(/"restarts":\d/, '"restarts":3');
      ledger.cursor = JSON.parse(text) as Ledger['cursor'];
    };
    refuse();
    await expect(askPage(source, ledger, reading)).rejects.toMatchObject({ kind: 'conflict' });
  });

  it('brings history in the order in which it happened, whole windows at a time', async () => {
    const start = world.clock.now();
    for (let day = 0; day < 4; day += 1) {
      happen(60);
      world.clock.set(world.clock.now() + DAY);
    }
    reading = { ...reading, backfill: 5 * DAY };
    const source = await lookup();
    const through: number[] = [];
    for (let more = true; more; ) {
      const page = await askPage(source, ledger, reading);
      await commitPage(page, source, ledger, reading);
      through.push(page.observedThrough);
      more = page.more;
    }
    expect([...through].sort((a, b) => a - b)).toEqual(through);
    expect(through[0]).toBeLessThan(start);
    expect(through.at(-1)).toBe(world.clock.now());
  });

  it('splits a window that holds too much, and still reads it all', async () => {
    for (let minute = 0; minute < 60; minute += 1) {
      happen(30);
      world.clock.set(world.clock.now() + MINUTE);
    }
    const source = await lookup();
    const spans: unknown[] = [];
    for (let more = true; more; ) {
      const page = await askPage(source, ledger, reading);
      await commitPage(page, source, ledger, reading);
      spans.push(page.next['span']);
      more = page.more;
    }
    expect(Math.min(...spans.map(Number))).toBeLessThan(DAY);
    const own = world.aws.cloud.journal.records('GetCallerIdentity').map((record) => String(record['eventID']));
    const seen = new Set(ledger.seen);
    expect(own.filter((id) => !seen.has(id))).toEqual([]);
  });

  it('says what was lost when it slept longer than AWS remembers', async () => {
    const source = await lookup();
    await readOn(() => source, ledger, reading);
    const asleep = world.clock.now();
    world.clock.set(asleep + 100 * DAY);
    await readOn(() => source, ledger, reading, 300);
    expect(ledger.gaps).toEqual([
      { from: asleep, to: asleep + 10 * DAY, reason: 'CloudTrail keeps the event history for 90 days' },
    ]);
  });

  it('warns when an account makes more events than can be read', async () => {
    happen(60);
    const source = await lookup();
    await readOn(() => source, ledger, reading);
    happen(200);
    world.clock.set(world.clock.now() + MINUTE);
    for (let more = true; more; ) {
      const page = await askPage(source, ledger, reading);
      await commitPage(page, source, ledger, reading);
      world.clock.set(world.clock.now() + 2 * MINUTE);
      more = page.more;
    }
    expect(world.logged.join('\n')).toContain('warn source saturated');
  });

  it('asks again at the pace that AWS allows when told to slow down', async () => {
    world.aws.cloud.configure({ lookup: { throttle: true } });
    happen(200);
    world.clock.set(world.clock.now() + MINUTE);
    const source = await lookup();
    const asked = async (): Promise<number> => {
      let answered = 0;
      for (let at = 0; at < 4; at += 1) {
        const page = await askPage(source, ledger, reading);
        await commitPage(page, source, ledger, reading);
        answered += 1;
        world.clock.set(world.clock.now() + source.budget.minInterval);
      }
      return answered;
    };
    await expect(asked()).resolves.toBe(4);
    await askPage(source, ledger, reading);
    await askPage(source, ledger, reading).catch(() => undefined);
    await expect(askPage(source, ledger, reading)).rejects.toMatchObject({
      kind: 'rate-limited',
      retryAfter: 2 * SECOND,
    });
  });

  it('reports an answer that does not come in time as trouble that passes', async () => {
    const client = new CloudTrailClient({
      endpoint: world.aws.url,
      region: 'us-east-1',
      maxAttempts: 1,
      credentials: { accessKeyId: world.key.id, secretAccessKey: world.key.secret },
      requestHandler: { requestTimeout: 50, throwOnRequestTimeout: true },
    });
    world.aws.cloud.faults.next({}, { kind: 'hold', until: new Promise(() => undefined) });
    const source = lookupSource({
      account: world.aws.account,
      region: 'us-east-1',
      overlap: HOUR,
      unsure: '',
      client: () => client,
      log: () => undefined,
    });
    await expect(askPage(source, ledger, reading)).rejects.toMatchObject({ kind: 'transient' });
    client.destroy();
  });

  it('strips no event of its meaning: a denied call of the key is seen as such', async () => {
    world.aws.cloud.createUser({ name: 'weak' });
    const weak = world.aws.cloud.createKey('weak');
    world.aws.cloud.call({ as: weak, service: 'iam', action: 'ListUsers' });
    world.clock.set(world.clock.now() + MINUTE);
    const source = await lookup();
    const page = await askPage(source, ledger, reading);
    const ids = page.deliveries.flatMap((delivery) => idsIn(source, delivery, AWS_FORMATS));
    expect(ids).toContain(world.aws.cloud.journal.records('ListUsers')[0]?.['eventID']);
  });
});

describe('opening the connector', () => {
  it('finds the enabled regions and reads each, the home region first', async () => {
    const { sources } = await world.open({
      sources: ONLY_LOOKUP,
      accounts: [{ ...world.written.accounts[0], regions: 'discover' }],
    });
    expect(sources.map(({ id }) => id.split('/')[2])).toEqual(['us-east-1', 'eu-central-1', 'us-west-2']);
  });

  it('watches the home region and says so when the regions cannot be listed', async () => {
    world.aws.cloud.faults.deny('account:ListRegions');
    const { sources } = await world.open({
      sources: ONLY_LOOKUP,
      accounts: [{ ...world.written.accounts[0], regions: 'discover' }],
    });
    expect(sources).toHaveLength(1);
    expect(sources[0]?.blindSpots.join('\n')).toContain('could not be listed (account:ListRegions)');
  });

  it('watches its own account when none is named', async () => {
    const { sources } = await world.open({ sources: ONLY_LOOKUP, accounts: [] });
    expect(sources[0]?.account).toBe(world.aws.account);
  });

  it('knows what is ours, session keys included', async () => {
    const reader = await world.open({ sources: ONLY_LOOKUP });
    for (const source of reader.sources) await askPage(source, ledger, reading);
    const identities = await reader.identities();
    expect(identities.aliases).toContain(`aws:${world.hub.id}`);
    expect(identities.aliases.some((alias) => alias.startsWith('aws:ASIA'))).toBe(true);
    expect(identities.actors).toEqual([
      `arn:aws:iam::${world.aws.account}:user/keywatch-hub`,
      `arn:aws:iam::${world.aws.account}:role/keywatch-read`,
    ]);
  });

  it('does not guess what is ours when it cannot ask', async () => {
    const reader = await world.open({ sources: ONLY_LOOKUP });
    world.aws.cloud.call({
      as: world.key,
      service: 'iam',
      action: 'UpdateAccessKey',
      params: { UserName: 'keywatch-hub', AccessKeyId: world.hub.id, Status: 'Inactive' },
    });
    await expect(reader.identities()).rejects.toMatchObject({ kind: 'auth' });
    const [source] = reader.sources;
    if (source === undefined) throw new Error('no source');
    await expect(askPage(source, ledger, reading)).rejects.toMatchObject({ kind: 'auth' });
    expect(requests()).toEqual([]);
  });
});
