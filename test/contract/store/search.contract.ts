import { describe, expect, it } from 'vitest';
import type { EventQuery, Store } from '../../../src/core/ports.ts';
import { DAY, HOUR, MINUTE } from '../../../src/core/time.ts';
import { BATCH_EPOCH, type EventSpec, makeBatch, Traffic } from '../../support/batches.ts';
import { makeCommit, makeCredential, makeEdge } from '../../support/findings.ts';
import type { OpenStore } from '../store.contract.ts';

const SEEN = BATCH_EPOCH + HOUR;

/** Oldest first; the id of each is its letter. */
const EVENTS: readonly (EventSpec & { readonly nativeId: string })[] = [
  { nativeId: 'a', time: BATCH_EPOCH - 9 * DAY },
  { nativeId: 'b', time: BATCH_EPOCH, context: { credential: 'KEY0002', address: '198.51.100.7' } },
  {
    nativeId: 'c',
    time: BATCH_EPOCH + 500,
    context: { provider: 'bolt', credential: 'KEY0001', account: 'other' },
    operation: { provider: 'bolt' },
  },
  { nativeId: 'd', time: BATCH_EPOCH + 1_000, context: { session: 'night-run', actor: 'role/deploy' } },
  {
    nativeId: 'e',
    time: BATCH_EPOCH + MINUTE,
    operation: { action: 'PutPolicy', outcome: 'denied', errorCode: 'AccessDenied' },
  },
  { nativeId: 'f', time: BATCH_EPOCH + HOUR, target: 'bucket/100%_plans', context: { address: '2001:db8::17' } },
  { nativeId: 'g', time: BATCH_EPOCH + DAY, context: { agent: 'curl/8 [x]?', address: 'service.example.com' } },
];

async function filled(open: OpenStore): Promise<Store> {
  const store = await open();
  await store.events.append(makeBatch(EVENTS), { seenAt: SEEN });
  return store;
}

async function idsOf(store: Store, query: EventQuery): Promise<string> {
  const { rows } = await store.events.search(query, { limit: 100 });
  return rows.map(({ eventId }) => eventId).join('');
}

export function searchContract(open: OpenStore): void {
  describe('search', () => {
    it.each<readonly [string, EventQuery, string]>([
      ['everything, newest first', {}, 'gfedcba'],
      ['from a time on', { from: BATCH_EPOCH + 500 }, 'gfedc'],
      ['before a time', { to: BATCH_EPOCH + 500 }, 'ba'],
      ['between times, the end left out', { from: BATCH_EPOCH, to: BATCH_EPOCH + MINUTE }, 'dcb'],
      ['nothing between crossed times', { from: BATCH_EPOCH, to: BATCH_EPOCH }, ''],
      ['a credential of any provider', { credential: 'KEY0001' }, 'gfedca'],
      ['a credential of one provider', { credential: 'bolt:KEY0001' }, 'c'],
      ['an unknown credential', { credential: 'KEY9999' }, ''],
      ['an actor', { actor: 'role/deploy' }, 'd'],
      ['a session', { actor: 'night-run' }, 'd'],
      ['a pattern of actors', { actor: 'role/*' }, 'd'],
      ['a pattern of sessions', { actor: '*-run' }, 'd'],
      ['an address', { address: '198.51.100.7' }, 'b'],
      ['a block of addresses', { address: '198.51.100.0/24' }, 'b'],
      ['a block of IPv6 addresses', { address: '2001:db8::/32' }, 'f'],
      ['an IPv6 address written at length', { address: '2001:db8:0:0::17' }, 'f'],
      ['a host name', { address: 'service.example.com' }, 'g'],
      ['an action, whatever its case', { action: 'putpolicy' }, 'e'],
      ['a pattern of actions', { action: 'Put*' }, 'e'],
      ['an action of a service', { action: 'storage:PutPolicy' }, 'e'],
      ['an unknown action', { action: 'Nothing' }, ''],
      ['a provider', { provider: 'bolt' }, 'c'],
      ['an account', { account: 'other' }, 'c'],
      ['an unknown account', { account: 'nobody' }, ''],
      ['an outcome', { outcome: 'denied' }, 'e'],
      ['a text in an action', { text: 'tpolic' }, 'e'],
      ['a text in an actor', { text: 'ROLE/' }, 'd'],
      ['a text in a session', { text: 'night' }, 'd'],
      ['a text in a target', { text: 'plans' }, 'f'],
      ['a text in a user agent', { text: 'curl' }, 'g'],
      ['a text with wildcards as they stand', { text: '100%_p' }, 'f'],
      ['no text by wildcard', { text: 'b%t' }, ''],
      ['a text nowhere', { text: 'zzz' }, ''],
      ['everything for an empty text', { text: '' }, 'gfedcba'],
      ['all filters together', { credential: 'KEY0001', action: 'getobject', text: 'curl', from: BATCH_EPOCH }, 'g'],
      ['nothing where filters exclude each other', { provider: 'bolt', credential: 'KEY0002' }, ''],
    ])('finds %s', async (_name, query, expected) => {
      const store = await filled(open);

      expect(await idsOf(store, query)).toBe(expected);
      await store.events.seal();
      expect(await idsOf(store, query)).toBe(expected);
    });

    it('says everything about an event', async () => {
      const store = await filled(open);

      const { rows } = await store.events.search({ outcome: 'denied' }, { limit: 1 });

      expect(rows).toEqual([
        {
          time: BATCH_EPOCH + MINUTE,
          eventId: 'e',
          provider: 'acme',
          account: '111122223333',
          region: 'north-1',
          credential: 'KEY0001',
          actorKind: 'user',
          actor: 'user/ci-deploy',
          session: '',
          service: 'storage',
          action: 'PutPolicy',
          verb: 'read',
          outcome: 'denied',
          errorCode: 'AccessDenied',
          target: '',
          address: '192.0.2.10',
          agent: 'tool/1.0',
          via: '',
          seenAt: SEEN,
          evidence: {
            place: 'trail/one.json.gz',
            position: 4,
            sha256: makeBatch([]).evidence.sha256,
            sequence: 1,
          },
        },
      ]);
    });

    it('finds one event by its id', async () => {
      const store = await filled(open);
      const uuid = new Traffic({ seed: 6, size: 1 }).batch(0);
      await store.events.append(uuid, { seenAt: SEEN });
      const [row] = (await store.events.search({ credential: 'KEY*' }, { limit: 1 })).rows;

      expect(await store.events.event('c')).toMatchObject({ eventId: 'c', provider: 'bolt' });
      expect(await store.events.event('zz')).toBeNull();
      expect(await store.events.event('c', BATCH_EPOCH + 500)).toMatchObject({ eventId: 'c' });
      expect(await store.events.event('c', BATCH_EPOCH + HOUR)).toBeNull();
      const { rows } = await store.events.search({ from: BATCH_EPOCH }, { limit: 10 });
      const withUuid = rows.find(({ eventId }) => eventId.length === 36);
      expect(row).toBeUndefined();
      expect(await store.events.event(withUuid?.eventId.toUpperCase() ?? '')).toEqual(withUuid);
    });

    it('pages without loss or repetition while events arrive', async () => {
      const store = await open();
      const traffic = new Traffic({ seed: 7, size: 100, every: HOUR });
      await store.events.append(traffic.batch(0), { seenAt: SEEN });

      const seen: string[] = [];
      let after: string | null = null;
      do {
        const page: Awaited<ReturnType<Store['events']['search']>> = await store.events.search(
          { to: BATCH_EPOCH + 104 * HOUR },
          after === null ? { limit: 7 } : { limit: 7, after },
        );
        seen.push(...page.rows.map(({ eventId }) => eventId));
        after = page.next;
        // Newer than the page that was just read: it must not shift the next one.
        await store.events.append(traffic.batch(1), { seenAt: SEEN });
      } while (after !== null);

      expect(seen).toHaveLength(100);
      expect(new Set(seen).size).toBe(100);
    });

    it('ends the last page without another', async () => {
      const store = await filled(open);

      expect((await store.events.search({}, { limit: 7 })).next).toBeNull();
      expect((await store.events.search({}, { limit: 6 })).next).not.toBeNull();
    });

    it.each(['', 'Not a page!', '-5', 'zzzzzzzzzzzzzzz'])('refuses %j as a page', async (after) => {
      const store = await filled(open);

      await expect(store.events.search({}, { limit: 5, after })).rejects.toMatchObject({ code: 'BAD_PAGE' });
    });

    it.each(['192.0.2.0/33', '192.0.2.0/', '192.0.2/24', '2001:db8::/x'])('refuses %j as a block', async (address) => {
      const store = await filled(open);

      await expect(store.events.search({ address }, { limit: 5 })).rejects.toMatchObject({ code: 'BAD_ADDRESS' });
    });

    it('finds a credential under all its names, and what was minted from it', async () => {
      const store = await filled(open);
      await store.detection.commit(
        makeCommit({
          credentials: [
            makeCredential({ id: 'acme:KEY0002', aliases: ['acme:KEY0002', 'acme:grant-2'] }),
            makeCredential({ id: 'bolt:KEY0001', provider: 'bolt' }),
          ],
          edges: [makeEdge('acme:KEY0002', 'bolt:KEY0001')],
        }),
      );

      expect(await idsOf(store, { credential: 'acme:grant-2' })).toBe('b');
      expect(await idsOf(store, { credential: 'grant-2' })).toBe('b');
      expect(await idsOf(store, { credential: 'grant-2', lineage: true })).toBe('cb');
    });
  });
}
