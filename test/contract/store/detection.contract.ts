import { describe, expect, it } from 'vitest';
import { BATCH_EPOCH } from '../../support/batches.ts';
import {
  makeCommit,
  makeCredential,
  makeEdge,
  makeExposure,
  makeFinding,
  makeIncident,
} from '../../support/findings.ts';
import type { OpenStore } from '../store.contract.ts';

const everything = makeCommit({
  position: 4,
  snapshot: Uint8Array.of(1, 2, 3),
  credentials: [makeCredential({ id: 'acme:KEY0001' })],
  edges: [makeEdge('acme:KEY0001', 'acme:KEY0002')],
  exposures: [makeExposure({ id: 'exp-1' })],
  findings: [makeFinding({ id: 'find-0' })],
  incidents: [makeIncident({ id: 'inc-1', findings: [makeFinding({ id: 'find-1' })] })],
  alerts: [{ id: 'alert-1', incident: 'inc-1', reason: 'first', at: BATCH_EPOCH }],
});

export function detectionContract(open: OpenStore): void {
  describe('detection', () => {
    it('starts at the beginning, without memory', async () => {
      const store = await open();

      expect(await store.detection.load()).toEqual({ position: 0, snapshot: null, turns: [] });
    });

    it('saves position, memory and results together', async () => {
      const store = await open();

      await store.detection.commit(everything);

      const { position, snapshot } = await store.detection.load();
      expect(position).toBe(4);
      expect([...(snapshot ?? [])]).toEqual([1, 2, 3]);
      expect(await store.credentials.get('acme:KEY0001')).toEqual(makeCredential({ id: 'acme:KEY0001' }));
      expect((await store.credentials.descendants('acme:KEY0001')).edges).toEqual(everything.edges);
      expect(await store.credentials.exposures({})).toEqual(everything.exposures);
      expect((await store.incidents.findings({})).map(({ id }) => id)).toEqual(['find-0', 'find-1']);
      expect(await store.incidents.get('inc-1')).toEqual(everything.incidents[0]);
      expect(await store.alerts.pending(['console'], BATCH_EPOCH)).toHaveLength(1);
    });

    it('changes nothing when the same commit comes again', async () => {
      const store = await open();

      await store.detection.commit(everything);
      await store.detection.commit(everything);

      expect((await store.incidents.findings({})).map(({ id }) => id)).toEqual(['find-0', 'find-1']);
      expect(await store.incidents.list({})).toEqual(everything.incidents);
      expect(await store.credentials.list({})).toHaveLength(1);
      expect(await store.credentials.exposures({})).toHaveLength(1);
      expect(await store.alerts.pending(['console'], BATCH_EPOCH)).toHaveLength(1);
    });

    it('keeps the turns since the last memory, until a commit says otherwise', async () => {
      const store = await open();
      const turns = [
        { accepted: 3, watermark: BATCH_EPOCH },
        { accepted: 4, watermark: null },
      ];
      await store.detection.commit(makeCommit({ position: 4, turns }));
      await store.detection.commit(makeCommit({ position: 5 }));

      expect((await store.detection.load()).turns).toEqual(turns);

      await store.detection.commit(makeCommit({ position: 6, snapshot: Uint8Array.of(1), turns: [] }));
      expect((await store.detection.load()).turns).toEqual([]);
    });

    it('keeps the memory when a commit brings none', async () => {
      const store = await open();
      await store.detection.commit(makeCommit({ position: 4, snapshot: Uint8Array.of(7) }));

      await store.detection.commit(makeCommit({ position: 9, snapshot: null }));

      const { position, snapshot } = await store.detection.load();
      expect([position, ...(snapshot ?? [])]).toEqual([9, 7]);
    });
  });
}
