import { AppError } from '../../core/errors.ts';
import type { LeaseStore } from '../../core/ports.ts';
import type { System } from '../../core/system.ts';
import type { Millis } from '../../core/time.ts';
import { MINUTE } from '../../core/time.ts';

/** One process collects and judges at a time: the detectors' memory has one owner. */
const OWNER = 'detection';
const TTL: Millis = 2 * MINUTE;

/** Old enough to be renewed, with time for several attempts. */
const RENEW: Millis = MINUTE / 2;

export interface Lease {
  /**
   * Keeps it for longer. Cheap, so that whoever works for long can ask at every step. False when
   * another process has taken over: stop at once.
   */
  keep(): Promise<boolean>;
  release(): Promise<void>;
}

/**
 * Null while another process holds it. A holder on this machine that runs no more was killed:
 * nobody has to wait for its lease to end.
 */
export async function tryLease(leases: LeaseStore, system: System): Promise<Lease | null> {
  const now = (): Millis => system.clock.now();
  const holder = `${system.hostname}/${system.pid}/${Buffer.from(system.random(4)).toString('hex')}`;
  const take = async (): Promise<boolean> => (await leases.acquire(OWNER, holder, TTL, now())) !== null;
  const other = await leases.holder(OWNER, now());
  if (other !== null && isDead(other, system)) await leases.release(OWNER, other);
  let kept = now();
  if (!(await take())) return null;
  return {
    async keep() {
      const at = now();
      if (at - kept < RENEW) return true;
      if (!(await take())) return false;
      kept = at;
      return true;
    },
    release: () => leases.release(OWNER, holder),
  };
}

export function leaseLost(): AppError {
  return new AppError('Another keywatch has taken over this database', { code: 'LEASE_LOST', kind: 'aborted' });
}

function isDead(holder: string, system: System): boolean {
  const [hostname, pid] = holder.split('/');
  return hostname === system.hostname && !system.isRunning(Number(pid));
}

/** @throws AppError `STORE_IN_USE` while a daemon or another scan works on this database */
export async function takeLease(leases: LeaseStore, system: System): Promise<Lease> {
  const lease = await tryLease(leases, system);
  if (lease !== null) return lease;
  throw new AppError('Another keywatch is working on this database', {
    code: 'STORE_IN_USE',
    kind: 'storage',
    hint: 'Stop it, or use another file with --database.',
  });
}
