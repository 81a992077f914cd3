import { describe, expect, it } from 'vitest';
import type { Credential, InventoryItem } from '../../../src/core/credential.ts';
import { DAY } from '../../../src/core/time.ts';
import { ACCOUNT, BATCH_EPOCH } from '../../support/batches.ts';
import { makeCommit, makeCredential, makeExposure } from '../../support/findings.ts';
import type { OpenStore } from '../store.contract.ts';

const NOW = BATCH_EPOCH + DAY;

function listed(part: Partial<InventoryItem> & { readonly alias: string }): InventoryItem {
  return {
    kind: 'key',
    actor: 'user/ci-deploy',
    account: ACCOUNT,
    state: 'active',
    createdAt: BATCH_EPOCH - DAY,
    expiresAt: null,
    lastUsed: BATCH_EPOCH,
    lastUsedDetail: 'storage in north-1',
    ...part,
  };
}

const ids = (credentials: readonly Credential[]): readonly string[] => credentials.map(({ id }) => id);

export function credentialsContract(open: OpenStore): void {
  describe('credentials', () => {
    it('finds one by any of its names, with or without its provider', async () => {
      const store = await open();
      const credential = makeCredential({ id: 'acme:KEY0001', aliases: ['acme:KEY0001', 'acme:hash-1'] });
      await store.detection.commit(makeCommit({ credentials: [credential] }));

      expect(await store.credentials.get('acme:KEY0001')).toEqual(credential);
      expect(await store.credentials.get('acme:hash-1')).toEqual(credential);
      expect(await store.credentials.get('hash-1')).toEqual(credential);
      expect(await store.credentials.get('acme:KEY')).toBeNull();
    });

    it('does not guess which provider is meant', async () => {
      const store = await open();
      await store.detection.commit(
        makeCommit({
          credentials: [
            makeCredential({ id: 'acme:KEY0001' }),
            makeCredential({ id: 'bolt:KEY0001', provider: 'bolt' }),
          ],
        }),
      );

      expect(await store.credentials.get('KEY0001')).toBeNull();
      expect((await store.credentials.get('bolt:KEY0001'))?.provider).toBe('bolt');
    });

    it('lists by provider, account and kind', async () => {
      const store = await open();
      await store.detection.commit(
        makeCommit({
          credentials: [
            makeCredential({ id: 'acme:A' }),
            makeCredential({ id: 'acme:B', kind: 'session' }),
            makeCredential({ id: 'bolt:C', provider: 'bolt', account: 'other' }),
          ],
        }),
      );

      expect(ids(await store.credentials.list({}))).toEqual(['acme:A', 'acme:B', 'bolt:C']);
      expect(ids(await store.credentials.list({ provider: 'acme' }))).toEqual(['acme:A', 'acme:B']);
      expect(ids(await store.credentials.list({ provider: 'acme', kind: 'session' }))).toEqual(['acme:B']);
      expect(ids(await store.credentials.list({ account: 'other', kind: 'session' }))).toEqual([]);
    });

    it('adds what is learned and forgets nothing', async () => {
      const store = await open();
      const known = makeCredential({ id: 'acme:A', state: 'inactive', createdAt: 5, firstSeen: 100, lastUsed: 200 });
      await store.detection.commit(makeCommit({ credentials: [known] }));

      const learned = makeCredential({
        id: 'acme:A',
        account: '',
        kind: 'none',
        actor: '',
        state: 'unknown',
        firstSeen: 50,
        lastUsed: 150,
      });
      await store.detection.commit(makeCommit({ credentials: [learned] }));

      expect(await store.credentials.get('acme:A')).toEqual({ ...known, firstSeen: 50 });
    });

    it('makes one of two that turn out to be the same', async () => {
      const store = await open();
      const first = makeCredential({ id: 'acme:A', actor: '', firstSeen: 100, lastUsed: 200 });
      const second = makeCredential({ id: 'acme:B', actor: 'user/b', expiresAt: 900, firstSeen: 50, lastUsed: 300 });
      await store.detection.commit(makeCommit({ credentials: [first, second] }));

      const both = makeCredential({
        id: 'acme:B',
        aliases: ['acme:B', 'acme:A', 'acme:C'],
        actor: '',
        firstSeen: null,
        lastUsed: null,
      });
      await store.detection.commit(makeCommit({ credentials: [both] }));

      expect(await store.credentials.list({})).toEqual([
        {
          ...first,
          aliases: ['acme:A', 'acme:B', 'acme:C'],
          actor: 'user/b',
          expiresAt: 900,
          firstSeen: 50,
          lastUsed: 300,
        },
      ]);
      expect((await store.credentials.get('acme:B'))?.id).toBe('acme:A');
    });

    it('tells which keys of an inventory were used since the last one', async () => {
      const store = await open();
      const items = [listed({ alias: 'A' }), listed({ alias: 'B', lastUsed: null })];

      expect(await store.credentials.saveInventory(items, 'acme', NOW)).toEqual([{ item: items[0], before: null }]);
      expect(await store.credentials.saveInventory(items, 'acme', NOW)).toEqual([]);
      const used = listed({ alias: 'acme:A', lastUsed: BATCH_EPOCH + 60_000, state: 'inactive' });
      expect(await store.credentials.saveInventory([used], 'acme', NOW)).toEqual([{ item: used, before: BATCH_EPOCH }]);
      const behind = listed({ alias: 'acme:A', lastUsed: BATCH_EPOCH });
      expect(await store.credentials.saveInventory([behind], 'acme', NOW)).toEqual([]);

      expect(await store.credentials.get('acme:A')).toMatchObject({ state: 'active', lastUsed: BATCH_EPOCH + 60_000 });
      expect(ids(await store.credentials.list({}))).toEqual(['acme:A', 'acme:B']);
    });

    it('does not take use seen in the log for an advance of the stamp', async () => {
      const store = await open();
      await store.credentials.saveInventory([listed({ alias: 'A' })], 'acme', NOW);
      await store.detection.commit(makeCommit({ credentials: [makeCredential({ id: 'acme:A', lastUsed: NOW })] }));

      const used = listed({ alias: 'A', lastUsed: BATCH_EPOCH + 1 });

      expect(await store.credentials.saveInventory([used], 'acme', NOW)).toEqual([{ item: used, before: BATCH_EPOCH }]);
      expect((await store.credentials.get('acme:A'))?.lastUsed).toBe(NOW);
    });

    it('keeps what a list says a key may change, until a list says another thing', async () => {
      const store = await open();
      const powersOf = async (alias: string): Promise<readonly string[] | undefined> =>
        (await store.credentials.get(alias))?.powers;
      const items = [listed({ alias: 'A', powers: ['contents:write'] }), listed({ alias: 'B', powers: [] })];
      await store.credentials.saveInventory([...items, listed({ alias: 'C' })], 'acme', NOW);
      await store.detection.commit(makeCommit({ credentials: [makeCredential({ id: 'acme:A', lastUsed: NOW })] }));
      expect([await powersOf('acme:A'), await powersOf('acme:B'), await powersOf('acme:C')]).toEqual([
        ['contents:write'],
        [],
        undefined,
      ]);
      await store.credentials.saveInventory([listed({ alias: 'A', powers: [] })], 'acme', NOW);
      expect(await powersOf('acme:A')).toEqual([]);
    });

    it('keeps what a list says of a key when later lists and records say nothing of it', async () => {
      const store = await open();
      const facts = { repository: 'acme/api', title: 'it’s "blue"' };
      await store.credentials.saveInventory([listed({ alias: 'A', facts }), listed({ alias: 'B' })], 'acme', NOW);

      await store.credentials.saveInventory([listed({ alias: 'A' })], 'acme', NOW);
      await store.detection.commit(makeCommit({ credentials: [makeCredential({ id: 'acme:A', lastUsed: NOW })] }));

      expect((await store.credentials.get('acme:A'))?.facts).toEqual(facts);
      expect(await store.credentials.get('acme:B')).not.toHaveProperty('facts');
    });

    it('keeps an exposure once', async () => {
      const store = await open();
      const exposure = makeExposure({ id: 'exp-1' });

      expect(await store.credentials.saveExposure(exposure)).toBe('new');
      expect(await store.credentials.saveExposure({ ...exposure, summary: 'again' })).toBe('known');

      expect(await store.credentials.exposures({})).toEqual([exposure]);
    });

    it('finds exposures by credential and by fingerprint', async () => {
      const store = await open();
      await store.credentials.saveExposure(makeExposure({ id: 'e1', credential: 'acme:A' }));
      await store.credentials.saveExposure(
        makeExposure({ id: 'e2', credential: '', fingerprint: 'fp-2', reportedAt: NOW }),
      );
      await store.detection.commit(
        makeCommit({ credentials: [makeCredential({ id: 'acme:A', aliases: ['acme:A', 'acme:A2'] })] }),
      );

      const found = async (filter: { credential?: string; fingerprint?: string }) =>
        (await store.credentials.exposures(filter)).map(({ id }) => id);
      expect(await found({})).toEqual(['e1', 'e2']);
      expect(await found({ credential: 'acme:A2' })).toEqual(['e1']);
      expect(await found({ credential: 'A' })).toEqual(['e1']);
      expect(await found({ fingerprint: 'fp-2' })).toEqual(['e2']);
      expect(await found({ credential: 'acme:A', fingerprint: 'fp-2' })).toEqual([]);
    });
  });
}
