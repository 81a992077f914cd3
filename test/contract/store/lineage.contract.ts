import { describe, expect, it } from 'vitest';
import type { Store } from '../../../src/core/ports.ts';
import { BATCH_EPOCH } from '../../support/batches.ts';
import { makeCommit, makeCredential, makeEdge } from '../../support/findings.ts';
import type { OpenStore } from '../store.contract.ts';

/** root -> mid -> leaf, mid -> other */
async function family(open: OpenStore): Promise<Store> {
  const store = await open();
  const credentials = ['root', 'mid', 'leaf', 'other'].map((name) => makeCredential({ id: `acme:${name}` }));
  const edges = [
    makeEdge('acme:root', 'acme:mid'),
    makeEdge('acme:mid', 'acme:leaf'),
    makeEdge('acme:mid', 'acme:other'),
  ];
  await store.detection.commit(makeCommit({ credentials, edges }));
  return store;
}

const below = async (store: Store, alias: string) =>
  (await store.credentials.descendants(alias)).credentials.map(({ id }) => id);
const above = async (store: Store, alias: string) => (await store.credentials.ancestors(alias)).map(({ id }) => id);

export function lineageContract(open: OpenStore): void {
  describe('lineage', () => {
    it('tells what was minted from a credential, directly or not', async () => {
      const store = await family(open);

      expect(await below(store, 'acme:root')).toEqual(['acme:mid', 'acme:leaf', 'acme:other']);
      expect((await store.credentials.descendants('acme:mid')).edges).toEqual([
        makeEdge('acme:mid', 'acme:leaf'),
        makeEdge('acme:mid', 'acme:other'),
      ]);
      expect(await below(store, 'acme:leaf')).toEqual([]);
    });

    it('tells what a credential was minted from, the topmost first', async () => {
      const store = await family(open);

      expect(await above(store, 'acme:leaf')).toEqual(['acme:root', 'acme:mid']);
      expect(await above(store, 'acme:root')).toEqual([]);
    });

    it('follows every name of a credential', async () => {
      const store = await family(open);
      await store.detection.commit(
        makeCommit({
          credentials: [makeCredential({ id: 'acme:leaf', aliases: ['acme:leaf', 'acme:leaf-grant'] })],
          edges: [makeEdge('acme:leaf-grant', 'acme:deep')],
        }),
      );

      expect(await below(store, 'acme:leaf')).toEqual(['acme:deep']);
      expect(await above(store, 'acme:deep')).toEqual(['acme:root', 'acme:mid', 'acme:leaf']);
      expect(await below(store, 'leaf-grant')).toEqual(['acme:deep']);
    });

    it('ends where a credential is its own grandchild', async () => {
      const store = await family(open);
      await store.detection.commit(
        makeCommit({ edges: [makeEdge('acme:leaf', 'acme:root'), makeEdge('acme:leaf', 'acme:leaf')] }),
      );

      expect((await below(store, 'acme:root')).toSorted()).toEqual(['acme:leaf', 'acme:mid', 'acme:other']);
      expect((await above(store, 'acme:root')).toSorted()).toEqual(['acme:leaf', 'acme:mid']);
    });

    it('knows a child by its edge alone', async () => {
      const store = await family(open);
      const edge = makeEdge('acme:leaf', 'acme:unseen', {
        childKind: 'key',
        childActor: 'user/b',
        expires: BATCH_EPOCH + 9,
      });
      await store.detection.commit(makeCommit({ edges: [edge] }));

      const { credentials } = await store.credentials.descendants('acme:leaf');

      expect(credentials).toEqual([
        makeCredential({
          id: 'acme:unseen',
          account: '',
          kind: 'key',
          actor: 'user/b',
          state: 'unknown',
          createdAt: BATCH_EPOCH,
          expiresAt: BATCH_EPOCH + 9,
          firstSeen: null,
          lastUsed: null,
        }),
      ]);
    });

    it('keeps the first event of a pair', async () => {
      const store = await family(open);
      const early = makeEdge('acme:root', 'acme:mid', { at: BATCH_EPOCH - 1, eventId: 'early' });

      await store.detection.commit(makeCommit({ edges: [early] }));
      await store.detection.commit(makeCommit({ edges: [makeEdge('acme:root', 'acme:mid', { at: BATCH_EPOCH + 5 })] }));

      expect((await store.credentials.descendants('acme:root')).edges[0]).toEqual(early);
    });
  });
}
