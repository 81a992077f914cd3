import { describe, expect, it } from 'vitest';
import type { EventQuery, Store, TopBy, TopRow } from '../../../src/core/ports.ts';
import { DAY, HOUR } from '../../../src/core/time.ts';
import { BATCH_EPOCH, type EventSpec, makeBatch } from '../../support/batches.ts';
import type { OpenStore } from '../store.contract.ts';

const SEEN = BATCH_EPOCH + HOUR;
const at = (time: number, event: Partial<EventSpec> = {}): EventSpec => ({ time, ...event });

const EVENTS: readonly EventSpec[] = [
  at(BATCH_EPOCH - DAY, { operation: { action: 'List' } }),
  at(BATCH_EPOCH, { operation: { action: 'List' } }),
  at(BATCH_EPOCH + 500, { operation: { action: 'List', outcome: 'denied' } }),
  at(BATCH_EPOCH + HOUR, {
    operation: { action: 'Put', verb: 'write' },
    context: { credential: 'KEY0002', address: '198.51.100.7' },
  }),
  at(BATCH_EPOCH + HOUR + 1, {
    operation: { action: 'Put', verb: 'write' },
    context: { credential: 'KEY0002', actor: 'role/b' },
  }),
  at(BATCH_EPOCH + DAY, {
    operation: { action: 'Get', provider: 'bolt' },
    context: { provider: 'bolt', credential: '' },
  }),
];

async function filled(open: OpenStore): Promise<Store> {
  const store = await open();
  await store.events.append(makeBatch(EVENTS), { seenAt: SEEN });
  return store;
}

const top = (...rows: readonly (readonly [string, number])[]): readonly TopRow[] =>
  rows.map(([key, count]) => ({ key, count }));

export function topContract(open: OpenStore): void {
  describe('top', () => {
    it.each<readonly [string, TopBy, EventQuery, readonly TopRow[]]>([
      ['actions of all time', 'action', {}, top(['List', 3], ['Put', 2], ['Get', 1])],
      ['actions of a day', 'action', { from: BATCH_EPOCH, to: BATCH_EPOCH + DAY }, top(['List', 2], ['Put', 2])],
      ['actions of an hour', 'action', { from: BATCH_EPOCH, to: BATCH_EPOCH + HOUR }, top(['List', 2])],
      [
        'actions between milliseconds',
        'action',
        { from: BATCH_EPOCH + 1, to: BATCH_EPOCH + HOUR + 1 },
        top(['List', 1], ['Put', 1]),
      ],
      ['actions from a millisecond on', 'action', { from: BATCH_EPOCH + 1 }, top(['Put', 2], ['Get', 1], ['List', 1])],
      ['actions that were denied', 'action', { outcome: 'denied' }, top(['List', 1])],
      ['actions of a provider', 'action', { provider: 'bolt' }, top(['Get', 1])],
      ['actions of a credential', 'action', { credential: 'KEY0002' }, top(['Put', 2])],
      ['verbs of all time', 'verb', {}, top(['read', 4], ['write', 2])],
      ['verbs of a credential', 'verb', { credential: 'KEY0001', outcome: 'success' }, top(['read', 2])],
      ['actions with a text', 'action', { text: 'role/b' }, top(['Put', 1])],
      ['credentials, those without one left out', 'credential', {}, top(['acme:KEY0001', 3], ['acme:KEY0002', 2])],
      ['credentials of an action', 'credential', { action: 'put' }, top(['acme:KEY0002', 2])],
      ['actors of a provider', 'actor', { provider: 'bolt' }, top(['user/ci-deploy', 1])],
      ['actors of a credential', 'actor', { credential: 'KEY0002' }, top(['role/b', 1], ['user/ci-deploy', 1])],
      [
        'addresses of a span',
        'address',
        { from: BATCH_EPOCH + HOUR, to: BATCH_EPOCH + DAY },
        top(['192.0.2.10', 1], ['198.51.100.7', 1]),
      ],
      ['nothing that fits', 'address', { action: 'Nothing' }, []],
    ])('counts the %s', async (_name, by, query, expected) => {
      const store = await filled(open);

      expect(await store.events.top(by, query, 10)).toEqual(expected);
      await store.events.seal();
      expect(await store.events.top(by, query, 10)).toEqual(expected);
    });

    it('stops at the limit, equals in order of their names', async () => {
      const store = await filled(open);
      await store.events.append(
        makeBatch([at(BATCH_EPOCH + 2 * DAY, { operation: { action: 'Ask' } })], { place: 'b' }),
        {
          seenAt: SEEN,
        },
      );

      expect(await store.events.top('action', {}, 3)).toEqual(top(['List', 3], ['Put', 2], ['Ask', 1]));
    });

    it('counts a duplicate once', async () => {
      const store = await filled(open);
      await store.events.append(makeBatch(EVENTS), { seenAt: SEEN });

      expect(await store.events.top('action', {}, 1)).toEqual(top(['List', 3]));
    });

    it('counts what arrives after the days were sealed', async () => {
      const store = await filled(open);
      await store.events.seal();
      await store.events.append(
        makeBatch([at(BATCH_EPOCH + 2, { operation: { action: 'Put', verb: 'write' } })], { place: 'late' }),
        {
          seenAt: SEEN,
        },
      );

      expect(await store.events.top('action', {}, 2)).toEqual(top(['List', 3], ['Put', 3]));
      await store.events.seal();
      expect(await store.events.top('action', {}, 2)).toEqual(top(['List', 3], ['Put', 3]));
      expect(await store.check()).toEqual([]);
    });
  });
}
