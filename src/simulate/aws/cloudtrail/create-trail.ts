import { isObject, type JsonObject, listAt } from '../../json.ts';
import { sendNotification } from '../sqs/notify.ts';
import type { World } from '../world.ts';
import { isManagementEvent, type JournalEntry } from './journal.ts';
import { drawn } from './publish.ts';
import { MANAGEMENT_SELECTOR, type Trail, type TrailNotification } from './trail.ts';

export interface NewTrail {
  readonly name: string;
  readonly bucket: string;
  readonly region?: string;
  readonly prefix?: string;
  readonly multiRegion?: boolean;
  readonly organization?: string;
  readonly validation?: boolean;
  readonly notification?: TrailNotification;
  readonly selectors?: readonly JsonObject[];
  /** Digests cover the time from here; from now when absent. */
  readonly since?: number;
}

const DELIVERY_SLOT = 5 * 60_000;

export function createTrail(world: World, account: string, source: NewTrail): Trail {
  const homeRegion = source.region ?? 'us-east-1';
  const now = world.clock.now();
  const trail: Trail = {
    name: source.name,
    arn: `arn:aws:cloudtrail:${homeRegion}:${account}:trail/${source.name}`,
    account,
    homeRegion,
    bucket: source.bucket,
    prefix: (source.prefix ?? '').replaceAll(/^\/+|\/+$/g, ''),
    multiRegion: source.multiRegion ?? true,
    organization: source.organization,
    validation: source.validation ?? false,
    notification: source.notification,
    logging: false,
    startedAt: undefined,
    stoppedAt: undefined,
    latestDelivery: undefined,
    latestDigest: undefined,
    selectors: source.selectors ?? [MANAGEMENT_SELECTOR],
    pending: [],
    written: [],
    digestedTo: source.since ?? now,
    digests: new Map(),
  };
  world.accounts.get(account)?.trails.set(trail.name, trail);
  world.trails.push(trail);
  world.journal.onEntry((entry) => takeEntry(world, trail, entry));
  if (trail.notification !== undefined)
    sendNotification(world, trail.notification, { kind: 'set-up', bucket: trail.bucket });
  return trail;
}

/** Whatever happens while a trail does not log never reaches its bucket; the call that stopped it still does. */
function wasLogging(trail: Trail, at: number): boolean {
  return trail.logging || (trail.stoppedAt !== undefined && at <= trail.stoppedAt);
}

function takeEntry(world: World, trail: Trail, entry: JournalEntry): void {
  if (!wasLogging(trail, entry.at) || !isCovered(trail, entry) || !isSelected(trail, entry)) return;
  const { delivery, regions } = world.settings;
  const slot = (Math.floor((entry.at + drawn(world, delivery.delay)) / DELIVERY_SLOT) + 1) * DELIVERY_SLOT;
  trail.pending.push({ slot, account: entry.account, region: entry.region, record: entry.record });
  const others = regions.filter((region) => region !== entry.region);
  if (others.length > 0 && world.weather.chance(delivery.duplicateShare)) {
    const again = slot + DELIVERY_SLOT * world.weather.int(3);
    trail.pending.push({
      slot: again,
      account: entry.account,
      region: world.weather.pick(others),
      record: entry.record,
    });
  }
}

function isCovered(trail: Trail, entry: JournalEntry): boolean {
  if (trail.organization === undefined && entry.account !== trail.account) return false;
  return trail.multiRegion || entry.region === trail.homeRegion;
}

function isSelected(trail: Trail, entry: JournalEntry): boolean {
  return trail.selectors.some((selector) => {
    const wanted = selector['ReadWriteType'] ?? 'All';
    if (wanted === 'ReadOnly' && entry.record['readOnly'] !== true) return false;
    if (wanted === 'WriteOnly' && entry.record['readOnly'] === true) return false;
    if (isManagementEvent(entry.record)) return selector['IncludeManagementEvents'] !== false;
    return listAt(selector, 'DataResources').some(isObject);
  });
}
