import { describe, expect, it } from 'vitest';
import { WEBHOOK_ENDPOINTS } from '../../../../../connectors/stripe/sources/endpoint-lists.ts';
import { eventSource } from '../../../../../connectors/stripe/sources/event-source.ts';
import type { Cursor, Page } from '../../../../../src/core/connector.ts';
import { DAY, MINUTE } from '../../../../../src/core/time.ts';
import { ACCOUNT, type Fields } from '../records.ts';

const NOW = Date.UTC(2026, 2, 2, 9);

function poll(answer: Fields, cursor: Cursor | null): Promise<Page> {
  const source = eventSource({
    account: ACCOUNT,
    mode: 'live',
    connected: '',
    overlap: 10 * MINUTE,
    callers: [],
    api: { ask: () => Promise.resolve(answer) },
  });
  return source.poll(cursor, {
    now: NOW,
    backfill: DAY,
    isStored: () => Promise.resolve(new Set()),
    signal: new AbortController().signal,
  });
}

describe('a list that promises more', () => {
  it.each([
    ['without an entry', []],
    ['without an id on the last entry', [{ object: 'event' }]],
  ])('of events %s is refused instead of ending there', async (_, data) => {
    await expect(poll({ data, has_more: true }, null)).rejects.toThrow();
    await expect(poll({ data: [], has_more: false }, null)).resolves.toMatchObject({ more: false });
  });

  it('of events and gives the same page again is refused', async () => {
    const answer = { data: [{ id: 'evt_1', object: 'event', created: NOW / 1000 }], has_more: true };
    const first = await poll(answer, null);
    expect(first.more).toBe(true);
    await expect(poll(answer, first.next)).rejects.toThrow();
  });

  it('of endpoints without an entry is refused: those that it hides would look deleted', () => {
    expect(() => WEBHOOK_ENDPOINTS.read({ data: [], has_more: true }, '', 'list the endpoints')).toThrow();
    expect(WEBHOOK_ENDPOINTS.read({ data: [], has_more: false }, '', 'list the endpoints').after).toBe('');
  });
});
