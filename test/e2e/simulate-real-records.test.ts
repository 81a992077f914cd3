import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AccessKey } from '../../src/simulate/aws/model.ts';
import type { JsonObject } from '../../src/simulate/json.ts';
import { clientConfig, type Stage, startStage } from './simulate-support.ts';

const FOLDER = new URL('../../../shared/data/cloudtrail-invictus/CloudTrail/', import.meta.url);
const ACCOUNT = '123837392027';

function realRecords(): JsonObject[] {
  return readdirSync(FOLDER).flatMap((name) => {
    const file = JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8')) as { Records: JsonObject[] };
    return file.Records;
  });
}

const byId = (records: readonly JsonObject[]): Map<unknown, JsonObject> =>
  new Map(records.map((record) => [record['eventID'], record]));

/** Records of a real trail, where the data sets are at hand: nothing may be lost or changed on the way. */
describe.skipIf(!existsSync(FOLDER))('a real trail served by the simulator', () => {
  let stage: Stage;
  let key: AccessKey;
  let records: JsonObject[];

  beforeEach(async () => {
    records = realRecords();
    stage = await startStage({ timing: 'real', account: ACCOUNT });
    stage.clock.advanceTo(Date.parse('2026-11-23T12:00:00Z'));
    const { cloud } = stage.aws;
    cloud.configure({ lookup: { throttle: false } });
    cloud.createUser({ name: 'monitor', attach: ['ReadOnlyAccess'] });
    key = cloud.createKey('monitor');
    cloud.createBucket({ name: 'trail-files' });
    cloud.createTrail({ name: 'main', bucket: 'trail-files' });
  });

  afterEach(async () => {
    await stage.aws.close();
  });

  /** As if it had happened today: LookupEvents sees ninety days. */
  function shifted(): JsonObject[] {
    return records.map((record) => {
      const at = String(record['eventTime']);
      return { ...record, eventTime: at.replace('2023-07-10', '2026-11-22') };
    });
  }

  it('comes back through LookupEvents record by record', async () => {
    const expected = shifted();
    expect(stage.aws.cloud.loadRecords(expected)).toBe(expected.length);
    const client = new CloudTrailClient(clientConfig(stage.aws, key));
    const found: JsonObject[] = [];

    let NextToken: string | undefined;
    do {
      const page = await client.send(
        new LookupEventsCommand({ EndTime: new Date('2026-11-23T00:00:00Z'), MaxResults: 50, NextToken }),
      );
      found.push(...(page.Events ?? []).map((event) => JSON.parse(event.CloudTrailEvent ?? '') as JsonObject));
      NextToken = page.NextToken;
    } while (NextToken !== undefined);

    const wanted = byId(expected.filter((record) => record['awsRegion'] === 'us-east-1'));
    expect(byId(found)).toEqual(wanted);
    expect(wanted.size).toBeGreaterThan(2_500);
    expect(found.length).toBeGreaterThan(wanted.size);
  });

  it('comes back through files stamped near its own time', async () => {
    stage.aws.cloud.loadRecords(records, { account: ACCOUNT });
    const client = new S3Client({ ...clientConfig(stage.aws, key), forcePathStyle: true });
    const list = await client.send(new ListObjectsV2Command({ Bucket: 'trail-files' }));
    const names = (list.Contents ?? []).map((object) => object.Key ?? '');
    const found: JsonObject[] = [];

    for (const name of names) {
      const answer = await client.send(new GetObjectCommand({ Bucket: 'trail-files', Key: name }));
      const bytes = Buffer.from((await answer.Body?.transformToByteArray()) ?? []);
      const file = JSON.parse(gunzipSync(bytes).toString()) as { Records: JsonObject[] };
      found.push(...file.Records);
    }

    expect(byId(found)).toEqual(byId(records));
    expect(found.length).toBeGreaterThan(records.length);
    expect(names.every((name) => name.includes('/2023/07/10/'))).toBe(true);
  });
});
