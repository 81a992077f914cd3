import type { UsageEvent } from '../../src/core/event.ts';
import { NOON } from './plan-inputs.ts';

/** A successful read by alice's key. */
export function aUsageEvent(change: Partial<UsageEvent> = {}): UsageEvent {
  return {
    time: NOON,
    nativeId: 'event-1',
    provider: 'fake',
    account: '111122223333',
    region: '',
    actorKind: 'user',
    actor: 'alice',
    session: '',
    credential: 'key-1',
    credentialKind: 'key',
    address: '198.51.100.7',
    agent: 'curl/8.1',
    via: '',
    service: 'things',
    action: 'ListThings',
    verb: 'read',
    traits: [],
    outcome: 'success',
    errorCode: '',
    targets: [],
    minted: [],
    ...change,
  };
}
