import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { decode } from '../../src/collect/decode.ts';
import type { Fact } from '../../src/core/batch.ts';
import type { Page, Source } from '../../src/core/connector.ts';
import { HOUR, MINUTE } from '../../src/core/time.ts';
import { askPage, commitPage, emptyLedger, type Ledger, type Reading, readOn } from '../contract/source-reader.ts';
import { AWS_FORMATS, type AwsReadWorld, anAwsReadWorld } from '../support/aws-read-world.ts';

let world: AwsReadWorld;
let ledger: Ledger;
let reading: Reading;

beforeEach(async () => {
  world = await anAwsReadWorld();
  ledger = emptyLedger();
  reading = {
    formats: AWS_FORMATS,
    now: () => world.clock.now(),
    backfill: HOUR,
    signal: new AbortController().signal,
  };
});
afterEach(() => world.close());

async function sourceOf(prefix: string): Promise<Source> {
  const source = (await world.open()).sources.find(({ id }) => id.startsWith(prefix));
  if (source === undefined) throw new Error(`no source ${prefix}`);
  return source;
}

function notesIn(source: Source, page: Page): readonly Extract<Fact, { kind: 'note' }>['note'][] {
  return page.deliveries.flatMap(({ place, bytes, format }) => {
    const batch = decode(
      { source: source.id, place, bytes, format },
      { formats: AWS_FORMATS, match: () => [], keepRaw: false },
    );
    expect(batch.unparsed).toEqual([]);
    return batch.facts.flatMap((fact) => (fact.kind === 'note' ? [fact.note] : []));
  });
}

describe('findings of GuardDuty', () => {
  const finding = (id: string): void => {
    const accessKey = { id: world.key.id, principalId: 'AIDAX', userName: 'app' };
    world.aws.cloud.addFinding({ id, type: 'UnauthorizedAccess:IAMUser/MaliciousIPCaller', severity: 8, accessKey });
  };

  it('become signals about the key', async () => {
    finding('f1');
    const source = await sourceOf('aws.guardduty/');
    const page = await askPage(source, ledger, reading);
    expect(notesIn(source, page)).toMatchObject([
      {
        kind: 'provider-signal',
        alias: world.key.id,
        actor: `arn:aws:iam::${world.aws.account}:user/app`,
        severity: 'high',
      },
    ]);
  });

  it('are read over many pages, and each update once more', async () => {
    for (let at = 0; at < 120; at += 1) finding(`f${String(at)}`);
    const source = await sourceOf('aws.guardduty/');
    const pages = await readOn(() => source, ledger, reading);
    expect(pages).toBe(3);
    expect(new Set(ledger.seen).size).toBe(120);
    world.clock.set(world.clock.now() + 2 * HOUR);
    finding('late');
    await readOn(() => source, ledger, reading);
    expect(new Set(ledger.seen).size).toBe(121);
  });

  it('are not asked for where nothing is new', async () => {
    const source = await sourceOf('aws.guardduty/');
    await readOn(() => source, ledger, reading);
    world.clock.set(world.clock.now() + 5 * MINUTE);
    const page = await askPage(source, ledger, reading);
    expect(page.deliveries).toEqual([]);
  });

  it('name the permission that is missing', async () => {
    world.aws.cloud.faults.deny('guardduty:ListFindings');
    const source = await sourceOf('aws.guardduty/');
    await expect(askPage(source, ledger, reading)).rejects.toMatchObject({ kind: 'forbidden' });
  });
});

describe('events of AWS Health', () => {
  it('become exposures of the key, with the place where it was found', async () => {
    world.aws.cloud.addHealthEvent({
      code: 'AWS_RISK_CREDENTIALS_EXPOSED',
      entities: [world.key.id],
      metadata: { userName: 'app', exposedUrl: 'https://git.example/acme/app' },
    });
    const source = await sourceOf('aws.health/');
    const page = await askPage(source, ledger, reading);
    expect(notesIn(source, page)).toEqual([
      expect.objectContaining({
        kind: 'exposure',
        alias: world.key.id,
        origin: 'aws-health',
        place: 'https://git.example/acme/app',
      }),
    ]);
  });

  it('are one stated blind spot without a support plan, and read in full once there is one', async () => {
    world.aws.cloud.addHealthEvent({ code: 'AWS_RISK_CREDENTIALS_EXPOSED', entities: [world.key.id] });
    world.aws.cloud.configure({ supportPlan: false });
    const source = await sourceOf('aws.health/');
    expect(source.blindSpots).toEqual([]);
    for (let times = 0; times < 3; times += 1) {
      const page = await askPage(source, ledger, reading);
      expect([page.deliveries, page.more]).toEqual([[], false]);
      await commitPage(page, source, ledger, reading);
    }
    expect(source.blindSpots).toEqual([expect.stringContaining('no support plan')]);
    expect(world.logged.filter((line) => line.includes('support plan'))).toHaveLength(1);
    world.aws.cloud.configure({ supportPlan: true });
    await readOn(() => source, ledger, reading);
    expect(ledger.seen).toHaveLength(1);
    expect(source.blindSpots).toEqual([]);
  });
});
