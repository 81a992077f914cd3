import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { STRIPE } from '../../../../connectors/stripe/index.ts';
import { decode } from '../../../../src/collect/decode.ts';
import type { EventBatch } from '../../../../src/core/batch.ts';
import { eventIdOf } from '../../../../src/core/batch.ts';
import { ROOT } from '../../../support/source-files.ts';
import type { Fields } from './records.ts';

const FOLDER = join(ROOT, '..', 'shared', 'data', 'stripe-events');
const read = (name: string): string => readFileSync(join(FOLDER, name), 'utf8').trim();

function decoded(text: string): EventBatch {
  return decode(
    { source: 'test', place: 'test', bytes: Buffer.from(text), format: null },
    { formats: STRIPE.formats, match: () => [], keepRaw: true },
  );
}

function idsOf(batch: EventBatch): ReadonlySet<string> {
  return new Set(Array.from({ length: batch.size }, (_, row) => eventIdOf(batch, row)));
}

/** An event as samples are: every id is zeros, and no request is told. */
function sample(type: string, object: unknown): string {
  const record = { id: 'evt_00000000000000', object: 'event', created: 1326853478, livemode: false };
  return JSON.stringify({ ...record, type, data: { object } });
}

describe.skipIf(!existsSync(FOLDER))('public sample events', () => {
  it('are all read, and none is taken for another although their ids are zeroed', () => {
    const text = read('webhook-events.ndjson');
    const batch = decoded(text);

    expect(batch.unparsed).toEqual([]);
    expect(batch.skipped).toEqual({});
    expect(idsOf(batch).size).toBe(text.split('\n').length);
  });

  it('keep their ids from one reading to the next', () => {
    expect(decoded(read('webhook-events.ndjson')).ids).toEqual(decoded(read('webhook-events.ndjson')).ids);
  });
});

describe.skipIf(!existsSync(FOLDER))('the example of every object of the API', () => {
  const resources = (): readonly (readonly [string, Fields])[] => {
    const all = (JSON.parse(read('api-fixtures3.json')) as { readonly resources: Readonly<Record<string, Fields>> })
      .resources;
    return Object.entries(all);
  };

  it('is no record by itself, and is kept as one that could not be read', () => {
    const batch = decoded(read('api-fixtures3.json'));

    expect([batch.size, batch.unparsed.length]).toEqual([0, 1]);
  });

  it('is read where an event is about it, and told from all others', () => {
    const lines = resources().map(([name, object]) => sample(`${name}.updated`, object));
    const batch = decoded(lines.join('\n'));

    expect(batch.unparsed).toEqual([]);
    expect([batch.size, idsOf(batch).size]).toEqual([176, 176]);
  });

  it('keeps none of its secrets', () => {
    const kept = resources().map(([name, object]) => {
      const event: unknown = JSON.parse(sample(`${name}.updated`, object));
      return JSON.stringify(STRIPE.formats[0]?.sanitize(event));
    });

    expect(kept.filter((text) => /_secret_[A-Za-z0-9]{8}|whsec_[A-Za-z0-9]{8}/.test(text))).toEqual([]);
  });

  it('is an event itself where it is the example of an event', () => {
    const [, event] = resources().find(([name]) => name === 'event') ?? [];

    expect(decoded(JSON.stringify(event)).size).toBe(1);
  });
});

describe.skipIf(!existsSync(FOLDER))('the recipes by which a tool of Stripe causes each type of event', () => {
  interface Recipe {
    readonly trigger: string;
    readonly fixture: { readonly fixtures: readonly { readonly params?: Fields }[] };
  }
  const recipes = (): readonly Recipe[] =>
    read('cli-triggers.ndjson')
      .split('\n')
      .map((line) => JSON.parse(line) as Recipe);

  it('are no records, and are counted one by one', () => {
    const batch = decoded(read('cli-triggers.ndjson'));

    expect([batch.size, batch.unparsed.length]).toEqual([0, 121]);
  });

  it('name types that are all read and told apart, with what they were made of', () => {
    const lines = recipes().map(({ fixture, trigger }) => sample(trigger, fixture.fixtures.at(-1)?.params ?? {}));
    const batch = decoded(lines.join('\n'));
    const actions = Array.from({ length: batch.size }, (_, row) => batch.operations[batch.operation[row] ?? 0]?.action);

    expect(batch.unparsed).toEqual([]);
    expect(actions).toEqual(recipes().map(({ trigger }) => trigger));
    expect(idsOf(batch).size).toBe(121);
  });

  it('have failed where their type says so, and nowhere else', () => {
    const batch = decoded(
      recipes()
        .map(({ trigger }) => sample(trigger, {}))
        .join('\n'),
    );
    const failed = batch.operations.filter(({ outcome }) => outcome === 'failed').map(({ action }) => action);

    expect(failed.toSorted()).toEqual([
      'charge.failed',
      'checkout.session.async_payment_failed',
      'invoice.payment_failed',
      'payment_intent.payment_failed',
      'setup_intent.setup_failed',
      'subscription.payment_failed',
    ]);
  });
});
