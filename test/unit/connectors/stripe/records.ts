import { EVENT_FORMAT } from '../../../../connectors/stripe/records/event-format.ts';
import type { Note, UsageEvent } from '../../../../src/core/event.ts';

export type Fields = Readonly<Record<string, unknown>>;

export const ACCOUNT = 'acct_1Example00000001';

/** An event as the list shows it: asked for by somebody, in live mode. */
export function stripeEvent(type: string, object: Fields = {}, change: Fields = {}): Fields {
  return {
    id: 'evt_1Example0001',
    object: 'event',
    api_version: '2026-10-28.endive',
    created: 1_772_359_200,
    livemode: true,
    type,
    request: { id: 'req_1', idempotency_key: 'shop:1' },
    data: { object },
    ...change,
  };
}

/** The usage event of a record that has to have one. */
export function usageOf(record: unknown): UsageEvent {
  return normalized(record).event;
}

export function notesOf(record: unknown): readonly Note[] {
  return normalized(record).notes;
}

function normalized(record: unknown): { readonly event: UsageEvent; readonly notes: readonly Note[] } {
  const result = EVENT_FORMAT.normalize(record);
  if (result.kind !== 'event') throw new Error(`no event but ${result.kind}: ${result.reason}`);
  return result;
}

/** A key of some family, built so that no scanner takes it for one. */
export function keyText(prefix: string, body: string): string {
  return `${prefix}${body}`;
}
