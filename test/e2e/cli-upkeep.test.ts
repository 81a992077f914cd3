import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { useScannedFolder } from '../support/scanned.ts';
import { trailRecord } from '../support/trail-records.ts';

const { folder, run } = useScannedFolder(() => [trailRecord(), trailRecord({ error: 'AccessDenied' })]);

describe('keywatch backup', () => {
  it('copies a database that answers like the original', async () => {
    const { code, out } = await run(['backup', 'copy.db']);
    expect(code).toBe(0);
    expect(out).toMatch(/^Copied to .*copy\.db, \d+\.\d KB\n$/);
    const search = (database: string) => run(['search', '--database', database, '--format', 'json']);
    expect((await search('copy.db')).out).toBe((await search('keywatch.db')).out);
  });

  it('replaces nothing unless it is told to', async () => {
    writeFileSync(join(folder, 'precious.db'), 'precious');
    const refused = await run(['backup', 'precious.db']);
    expect(refused.code).toBe(2);
    expect(refused.err).toContain('is there already\n  Name another file, or add --replace.');
    expect((await run(['backup', '--replace', 'precious.db'])).code).toBe(0);
    expect((await run(['search', '--database', 'precious.db'])).code).toBe(0);
  });

  it('refuses itself and folders that are not there', async () => {
    expect((await run(['backup', '--replace', 'keywatch.db'])).err).toContain('that is the database itself');
    expect((await run(['backup', join('nowhere', 'copy.db')])).err).toContain('does not exist');
    expect(existsSync(join(folder, 'nowhere'))).toBe(false);
  });
});

describe('formats', () => {
  it.each([
    [['search'], 'events', 2],
    [['search', '--outcome', 'denied'], 'events', 1],
    [['search', '--top', 'action'], 'top', 1],
    [['incidents'], 'incidents', 0],
    [['keys'], 'credentials', 1],
    [['rules', '--severity', 'critical'], 'rules', null],
    [['unparsed'], 'unparsed', 0],
    [['doctor', '--offline'], 'checks', null],
  ])('of %j agree with each other', async (args, kind, count) => {
    const json = JSON.parse((await run([...args, '--format', 'json'])).out) as Record<string, unknown>;
    const rows = json[kind] as readonly Record<string, unknown>[];
    expect(json['schemaVersion']).toBe(1);
    if (count !== null) expect(rows).toHaveLength(count);
    const ndjson = (await run([...args, '--format', 'ndjson'])).out.split('\n').filter((line) => line !== '');
    expect(ndjson.map((line) => JSON.parse(line) as unknown)).toEqual(
      rows.map((row) => ({ schemaVersion: 1, ...row })),
    );
    const [head = '', ...lines] = (await run([...args, '--format', 'csv'])).out.trimEnd().split('\n');
    expect(lines).toHaveLength(rows.length);
    for (const row of rows) expect(Object.keys(row)).toEqual(head.split(','));
  });

  it('leave standard output to the results: everything else goes to the error stream', async () => {
    const { out, err } = await run(['search', '--limit', '1', '--format', 'csv']);
    expect(out.trimEnd().split('\n')).toHaveLength(2);
    expect(err).toMatch(/^More: add --after \S+\n$/);
  });
});
