import fc from 'fast-check';
import type { EventBatch } from '../../src/core/batch.ts';
import type { EventQuery } from '../../src/core/ports.ts';
import { DAY, HOUR } from '../../src/core/time.ts';
import { BATCH_EPOCH, type EventSpec, makeBatch } from './batches.ts';

// Few values of each kind, so that filters meet and exclude each other often.
const provider = fc.constantFrom('acme', 'bolt');
const credential = fc.constantFrom('', 'KEY1', 'KEY2', 'KEY3');
const account = fc.constantFrom('111122223333', 'other');
const actor = fc.constantFrom('user/a', 'role/b', '');
const session = fc.constantFrom('', 'run-1', 'user/a');
const address = fc.constantFrom('', '192.0.2.1', '198.51.100.7', 'service.example.com');
const agent = fc.constantFrom('', 'tool/1', 'Curl_8%');
const action = fc.constantFrom('List', 'Get', 'PutPolicy');
const outcome = fc.constantFrom('success', 'denied', 'failed');
const target = fc.constantFrom('', 'bucket/one', 'vault/a_b');

/** Bunched around edges of hours and days, where counting goes wrong first. */
const time = fc
  .tuple(
    fc.integer({ min: -2, max: 2 }),
    fc.integer({ min: 0, max: 23 }),
    fc.constantFrom(-1_000, -1, 0, 1, 999, 1_000, 60_000),
  )
  .map(([day, hour, rest]) => BATCH_EPOCH + day * DAY + hour * HOUR + rest);

const event: fc.Arbitrary<EventSpec> = fc
  .record({
    time,
    provider,
    credential,
    account,
    actor,
    session,
    address,
    agent,
    action,
    outcome,
    target,
    id: fc.integer({ min: 0, max: 400 }),
  })
  .map((one) => ({
    // The same id is the same event, so everything about it follows from the id as far as identity goes.
    time: one.time,
    idSeed: `${one.id}`,
    context: {
      provider: one.provider,
      credential: one.credential,
      account: one.account,
      actor: one.actor,
      session: one.session,
      address: one.address,
      agent: one.agent,
    },
    operation: { provider: one.provider, action: one.action, outcome: one.outcome },
    target: one.target,
  }));

/** Distinct events; cut them into batches with `cutIntoBatches`. */
export const arbitraryEvents: fc.Arbitrary<readonly EventSpec[]> = fc.uniqueArray(event, {
  selector: ({ idSeed }) => idSeed,
  minLength: 1,
  maxLength: 60,
});

export const arbitraryQuery: fc.Arbitrary<EventQuery> = fc.record(
  {
    from: time,
    to: time,
    credential: fc.constantFrom('KEY1', 'acme:KEY1', 'bolt:KEY2', 'KEY9'),
    actor: fc.constantFrom('user/a', 'role/b', 'run-1', 'nobody'),
    address: fc.constantFrom('192.0.2.1', 'service.example.com', '203.0.113.1'),
    action: fc.constantFrom('list', 'Get', 'Nothing'),
    provider: fc.constantFrom('acme', 'bolt', 'none'),
    account,
    outcome,
    text: fc.constantFrom('u', 'curl_', '%', 'bucket', 'run', 'nowhere', 'a_b'),
  },
  { requiredKeys: [] },
);

/** @param cuts sizes of the batches; what is left is the last one */
export function cutIntoBatches(events: readonly EventSpec[], cuts: readonly number[]): readonly EventBatch[] {
  const batches: EventBatch[] = [];
  let at = 0;
  for (const size of [...cuts, events.length]) {
    if (at >= events.length) break;
    batches.push(makeBatch(events.slice(at, at + size), { place: `part-${batches.length}` }));
    at += size;
  }
  return batches;
}

export const arbitraryCuts: fc.Arbitrary<readonly number[]> = fc.array(fc.integer({ min: 1, max: 20 }), {
  maxLength: 6,
});
