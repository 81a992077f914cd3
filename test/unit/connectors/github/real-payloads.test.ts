import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { GITHUB } from '../../../../connectors/github/index.ts';
import { decode } from '../../../../src/collect/decode.ts';
import type { EventBatch } from '../../../../src/core/batch.ts';
import { keyFormatsOf } from '../../../../src/kit/key-scan.ts';
import { ROOT } from '../../../support/source-files.ts';

const DATA = join(ROOT, '..', 'shared', 'data');

function read(values: readonly unknown[]): EventBatch {
  const bytes = Buffer.from(values.map((value) => JSON.stringify(value)).join('\n'));
  return decode(
    { source: 'test', place: 'test', bytes, format: null },
    { formats: GITHUB.formats, keyFormats: keyFormatsOf([GITHUB]), match: () => [], keepRaw: true },
  );
}

const LINE = z.record(z.string(), z.unknown());

function lines(path: string): readonly Record<string, unknown>[] {
  return readFileSync(join(DATA, path), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => LINE.parse(JSON.parse(line)));
}

const skipped = ({ skipped: reasons }: EventBatch): number =>
  Object.values(reasons).reduce((sum, count) => sum + count, 0);

describe.skipIf(!existsSync(join(DATA, 'github-webhooks')))('payloads that others recorded', () => {
  it('every webhook is mapped, or left out with its kind', () => {
    const batch = read(lines('github-webhooks/payloads.ndjson'));
    expect(batch.unparsed).toEqual([]);
    expect(batch.size + skipped(batch)).toBe(77);
    expect(batch.size).toBeGreaterThan(30);
  });

  it('every webhook is read without its header, too', () => {
    const batch = read(lines('github-webhooks/payloads.ndjson').map(({ payload }) => payload));
    const unknown = batch.unparsed.filter(({ reason }) => reason !== 'no known kind of audit record');
    expect(unknown).toEqual([]);
  });

  it('audit log and alerts of the API description are mapped; other answers are no records', () => {
    const examples = LINE.parse(
      JSON.parse(readFileSync(join(DATA, 'github-api-examples', 'rest-examples.json'), 'utf8')),
    );
    const batch = read(Object.values(examples));
    const actions = batch.operations.map(({ action }) => action);
    expect(actions).toEqual(
      expect.arrayContaining([
        'team.add_member',
        'secret_scanning_alert.open',
        'secret_scanning_alert_location.created',
      ]),
    );
    expect(new Set(batch.unparsed.map(({ reason }) => reason))).toEqual(new Set(['no known kind of audit record']));
  });

  it('records in data lakes are read, times and all', () => {
    const records = lines('panther-events-sample/tests.ndjson').filter(({ log_types: types }) =>
      JSON.stringify(types).includes('GitHub.Audit'),
    );
    const batch = read(records);
    expect(batch.size + batch.unparsed.length).toBe(records.length);
    expect(new Set(batch.unparsed.map(({ reason }) => reason))).toEqual(new Set(['an audit record without a time']));
    expect(batch.unparsed.every(({ excerpt }) => !/created_at|timestamp|p_event_time/.test(excerpt))).toBe(true);
  });

  it('log lines of an enterprise server are read', () => {
    const records = lines('streamalert-rule-tests/tests.ndjson').filter(({ log }) => log === 'ghe:general');
    const batch = read(records);
    expect(batch.size).toBe(12);
    expect(batch.unparsed.map(({ reason, excerpt }) => [reason, excerpt.includes('"created_at":123,')])).toEqual(
      Array.from({ length: 6 }, () => ['an audit record without a time', true]),
    );
  });
});
