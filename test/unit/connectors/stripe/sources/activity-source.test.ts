import { describe, expect, it } from 'vitest';
import type { StripeQuestion } from '../../../../../connectors/stripe/client.ts';
import { activitySource } from '../../../../../connectors/stripe/sources/activity-source.ts';
import type { Cursor, Page } from '../../../../../src/core/connector.ts';
import { AppError } from '../../../../../src/core/errors.ts';
import { DAY, HOUR, isoTime, MINUTE } from '../../../../../src/core/time.ts';
import { ACCOUNT, type Fields } from '../records.ts';

const NOW = Date.UTC(2026, 2, 2, 9);
const PATH = '/v2/iam/activity_logs';

interface World {
  readonly asked: StripeQuestion[];
  readonly warnings: unknown[];
  poll(cursor: Cursor | null, now?: number): Promise<Page>;
}

/** A source that gets these answers, one after the other, and then empty pages. */
function world(...answers: readonly (Fields | Error)[]): World {
  const asked: StripeQuestion[] = [];
  const warnings: unknown[] = [];
  const left = [...answers];
  const source = activitySource({
    account: ACCOUNT,
    mode: 'live',
    version: '2026-11-18.preview',
    log: (level, message, fields) => warnings.push([level, message, fields]),
    api: {
      ask(_, question) {
        asked.push(question);
        const answer = left.shift() ?? { data: [] };
        return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
      },
    },
  });
  return {
    asked,
    warnings,
    poll: (cursor, now = NOW) =>
      source.poll(cursor, {
        now,
        backfill: DAY,
        isStored: () => Promise.resolve(new Set()),
        signal: new AbortController().signal,
      }),
  };
}

const activity = (id: string, at = NOW - HOUR): Fields => ({
  id,
  type: 'api_key_viewed',
  created: isoTime(at),
  context: ACCOUNT,
});

function idsIn({ deliveries }: Page): readonly unknown[] {
  return deliveries.flatMap(({ bytes }) =>
    Buffer.from(bytes)
      .toString()
      .split('\n')
      .map((line) => (JSON.parse(line) as Fields)['id']),
  );
}

describe('reading activity logs', () => {
  it('asks for one pinned version, page by page, back to where it was', async () => {
    const next = `https://api.stripe.com${PATH}?limit=100&page=two`;
    const { asked, poll } = world(
      { data: [activity('accact_2')], next_page_url: next },
      { data: [activity('accact_1', NOW - 2 * DAY)], next_page_url: `${next}2` },
    );
    const first = await poll(null);
    const second = await poll(first.next);

    expect([idsIn(first), first.more, idsIn(second), second.more]).toEqual([['accact_2'], true, ['accact_1'], false]);
    expect(second.observedThrough).toBe(NOW);
    expect(asked.map(({ path, version }) => [path, version])).toEqual([
      [`${PATH}?limit=100`, '2026-11-18.preview'],
      [`${PATH}?limit=100&page=two`, '2026-11-18.preview'],
    ]);
  });

  it.each([
    ['no list', { activity_logs: [activity('accact_1')] }],
    ['an object for a list', { data: { accact_1: activity('accact_1') } }],
    ['nothing', {}],
  ])('warns, claims nothing and goes on when an answer holds %s', async (_, answer) => {
    const { poll, warnings } = world({ data: [] }, answer, { data: [activity('accact_9')] });
    const before = await poll(null);
    const page = await poll(before.next, NOW + HOUR);

    expect([page.deliveries, page.more, page.observedThrough]).toEqual([[], false, before.observedThrough]);
    expect(warnings).toEqual([
      [
        'warn',
        'activity logs have changed their shape and are not read',
        { account: ACCOUNT, version: '2026-11-18.preview' },
      ],
    ]);
    expect(idsIn(await poll(page.next, NOW + 2 * HOUR))).toEqual(['accact_9']);
  });

  it('hands on items of another shape, so that they are counted as unparsed', async () => {
    const page = await world({ data: [{ name: 'x' }, 7, activity('accact_1')] }).poll(null);

    expect(idsIn(page)).toEqual([undefined, 'accact_1']);
  });

  it.each([
    ['another host', `https://evil.example${PATH.replace('iam', 'other')}`],
    ['another path', '/v1/charges'],
    ['itself', `${PATH}?limit=100`],
    ['no address', 'http://['],
    ['a number', 7],
  ])('ends at a next page that leads to %s', async (what, next) => {
    const { asked, poll } = world(
      { data: [activity('accact_1')], next_page_url: next },
      { data: [], next_page_url: next },
    );
    let page = await poll(null);
    for (let more = 0; page.more && more < 5; more += 1) page = await poll(page.next);

    expect(page.more).toBe(false);
    expect(asked.every(({ path }) => path.startsWith(PATH))).toBe(true);
    expect(asked.length).toBeLessThanOrEqual(what === 'itself' ? 2 : 1);
  });

  it('states what is older than Stripe keeps it', async () => {
    const { poll } = world();
    const before = await poll(null);
    const page = await poll(before.next, NOW + 200 * DAY);

    expect(page.gap).toEqual({ from: NOW, to: NOW + 20 * DAY, reason: 'Stripe keeps activity logs for 6 months' });
  });

  it('reads ten minutes again, for what comes late', async () => {
    const late = activity('accact_3', NOW - 5 * MINUTE);
    const { poll } = world(
      { data: [] },
      { data: [activity('accact_4', NOW + MINUTE), late], next_page_url: `${PATH}?page=2` },
      { data: [activity('accact_2', NOW - 11 * MINUTE)], next_page_url: `${PATH}?page=3` },
    );
    const before = await poll(null);
    const page = await poll(before.next, NOW + 2 * MINUTE);

    expect([idsIn(page), page.more]).toEqual([['accact_4', 'accact_3'], true]);
    expect((await poll(page.next, NOW + 2 * MINUTE)).more).toBe(false);
  });

  it('reports a key that may not read them', async () => {
    const refused = new AppError('not allowed', { code: 'STRIPE_FORBIDDEN', kind: 'forbidden' });

    await expect(world(refused).poll(null)).rejects.toBe(refused);
  });
});
