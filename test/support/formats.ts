import type { RecordFormat } from '../../src/core/connector.ts';
import type { Normalized, UsageEvent } from '../../src/core/event.ts';

/** The shape of the records that the test format reads. */
export interface TestRecord {
  readonly id?: string;
  readonly at: number;
  readonly key?: string;
  readonly action?: string;
  readonly token?: string;
}

/** A record format of no real provider: `{"events":[{id, at, key, action}]}` or one record. */
export const TEST_FORMAT: RecordFormat = {
  id: 'test.records',
  logsource: { product: 'test', service: 'records' },
  actionField: 'action',
  unwrap(value) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
    if ('events' in value && Array.isArray(value.events)) return value.events as readonly unknown[];
    return 'at' in value ? [value] : null;
  },
  normalize(record) {
    if (!isTestRecord(record)) return { kind: 'unparsed', reason: 'no time' };
    if (record.action === 'ignored') return { kind: 'skip', reason: 'ignored action' };
    if (record.action === 'explode') throw new Error('boom');
    return { kind: 'event', event: testEvent(record), notes: [] } satisfies Normalized;
  },
  sanitize(record) {
    return isTestRecord(record) && record.token !== undefined ? { ...record, token: '[removed]' } : record;
  },
  derived: {},
};

/** A usage event with everything that a test does not care about filled in. */
export function testEvent(record: TestRecord, change: Partial<UsageEvent> = {}): UsageEvent {
  return {
    time: record.at,
    nativeId: record.id ?? '',
    provider: 'test',
    account: '111122223333',
    region: 'here',
    actorKind: 'user',
    actor: 'user/ci',
    session: '',
    credential: record.key ?? 'K1',
    credentialKind: 'key',
    address: '192.0.2.10',
    agent: 'tool/1.0',
    via: '',
    service: 'things',
    action: record.action ?? 'ListThings',
    verb: 'read',
    traits: [],
    outcome: 'success',
    errorCode: '',
    targets: [],
    minted: [],
    ...change,
  };
}

function isTestRecord(value: unknown): value is TestRecord {
  return typeof value === 'object' && value !== null && 'at' in value && typeof value.at === 'number';
}
