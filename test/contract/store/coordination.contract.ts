import { describe, expect, it } from 'vitest';
import { MINUTE } from '../../../src/core/time.ts';
import { BATCH_EPOCH as NOW } from '../../support/batches.ts';
import type { OpenStore } from '../store.contract.ts';

export function coordinationContract(open: OpenStore): void {
  describe('leases', () => {
    it('are held by one at a time', async () => {
      const { leases } = await open();

      expect(await leases.acquire('daemon', 'one', MINUTE, NOW)).toBe(1);
      expect(await leases.acquire('daemon', 'two', MINUTE, NOW + MINUTE - 1)).toBeNull();
      expect(await leases.acquire('other', 'two', MINUTE, NOW)).toBe(1);
    });

    it('keep their token while they are renewed in time', async () => {
      const { leases } = await open();
      await leases.acquire('daemon', 'one', MINUTE, NOW);

      expect(await leases.acquire('daemon', 'one', MINUTE, NOW + MINUTE - 1)).toBe(1);
      expect(await leases.acquire('daemon', 'two', MINUTE, NOW + MINUTE)).toBeNull();
    });

    it('go to somebody else with a larger token when they run out', async () => {
      const { leases } = await open();
      await leases.acquire('daemon', 'one', MINUTE, NOW);

      expect(await leases.acquire('daemon', 'two', MINUTE, NOW + MINUTE)).toBe(2);
      expect(await leases.acquire('daemon', 'one', MINUTE, NOW + MINUTE)).toBeNull();
    });

    it('give a larger token to who comes back after a pause', async () => {
      const { leases } = await open();
      await leases.acquire('daemon', 'one', MINUTE, NOW);

      expect(await leases.acquire('daemon', 'one', MINUTE, NOW + 2 * MINUTE)).toBe(2);
    });

    it('are free at once when released, by their holder only', async () => {
      const { leases } = await open();
      await leases.acquire('daemon', 'one', MINUTE, NOW);

      await leases.release('daemon', 'two');
      expect(await leases.acquire('daemon', 'two', MINUTE, NOW)).toBeNull();
      await leases.release('daemon', 'one');
      expect(await leases.acquire('daemon', 'two', MINUTE, NOW)).toBe(2);
    });
  });

  describe('schedules and settings', () => {
    it('remember when a job ran last', async () => {
      const { schedules } = await open();

      expect(await schedules.lastRun('poll')).toBeNull();
      await schedules.setLastRun('poll', NOW);
      await schedules.setLastRun('poll', NOW + 1);
      expect(await schedules.lastRun('poll')).toBe(NOW + 1);
    });

    it('remember small values', async () => {
      const { settings } = await open();

      expect(await settings.get('install')).toBeNull();
      await settings.set('install', 'a');
      await settings.set('install', 'ü');
      expect(await settings.get('install')).toBe('ü');
    });
  });
}
