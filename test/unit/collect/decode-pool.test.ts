import { describe, expect, it } from 'vitest';
import { startDecodePool } from '../../../src/collect/decode-pool.ts';

const SETUP = { rules: [], keepRaw: false };
const REQUEST = { source: 'file', place: 'a.json', format: null };

describe('decode pool', () => {
  it('decodes in threads and answers each request with its own batch', { timeout: 60_000 }, async () => {
    const pool = startDecodePool(2, Promise.resolve(SETUP));
    try {
      const places = ['a.json', 'b.json', 'c.json', 'd.json', 'e.json'];
      const batches = await Promise.all(
        places.map((place) => pool.decode({ ...REQUEST, place, bytes: recordsOf(place) })),
      );
      expect(batches.map(({ evidence, size }) => [evidence.place, size])).toEqual(places.map((place) => [place, 2]));
      expect(batches.flatMap(({ operations }) => operations.map(({ action }) => action))).toEqual(
        places.map((place) => `Describe${place}`),
      );
    } finally {
      await pool.close();
    }
  });

  it('says which file cannot be read, and goes on', { timeout: 60_000 }, async () => {
    const pool = startDecodePool(1, Promise.resolve(SETUP));
    try {
      const [missing, next] = await Promise.all([
        pool.decode({ ...REQUEST, path: '/no/such/file.json' }),
        pool.decode({ ...REQUEST, bytes: recordsOf('next') }),
      ]);
      expect(missing.unparsed).toEqual([expect.objectContaining({ reason: expect.stringContaining('ENOENT') })]);
      expect(next.size).toBe(2);
    } finally {
      await pool.close();
    }
  });

  it('fails every request where the setup failed', async () => {
    const pool = startDecodePool(1, Promise.reject(new Error('no rules')));
    await expect(pool.decode({ ...REQUEST, bytes: new Uint8Array() })).rejects.toThrow('no rules');
    await pool.close();
  });

  it('fails what is under way, and what comes later, once it is closed', { timeout: 60_000 }, async () => {
    const pool = startDecodePool(1, Promise.resolve(SETUP));
    const underWay = pool.decode({ ...REQUEST, bytes: recordsOf('late') });
    const failed = expect(underWay).rejects.toThrow('closed');
    await pool.close();
    await failed;
    await expect(pool.decode({ ...REQUEST, bytes: recordsOf('later') })).rejects.toThrow('closed');
  });
});

function recordsOf(name: string): Uint8Array {
  const record = (id: string): object => ({
    eventVersion: '1.11',
    eventTime: '2026-09-01T10:00:00Z',
    eventSource: 'ec2.amazonaws.com',
    eventName: `Describe${name}`,
    awsRegion: 'eu-west-1',
    sourceIPAddress: '198.51.100.7',
    userAgent: 'tool/1',
    userIdentity: { type: 'IAMUser', accountId: '111122223333', userName: 'ann' },
    eventID: id,
    recipientAccountId: '111122223333',
  });
  const records = [record('00000000-0000-4000-8000-000000000001'), record('00000000-0000-4000-8000-000000000002')];
  return new TextEncoder().encode(JSON.stringify({ Records: records }));
}
