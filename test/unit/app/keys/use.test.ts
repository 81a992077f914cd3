import { describe, expect, it } from 'vitest';
import { useOf } from '../../../../src/app/keys/use.ts';
import type { EventQuery, EventStore, TopRow } from '../../../../src/core/ports.ts';
import { makeCredential } from '../../../support/findings.ts';

/** A store that counted these verbs, of which so many come from last-used stamps. */
function counted(verbs: Readonly<Record<string, number>>, stamps = 0): { readonly events: EventStore } {
  const top = (by: string): Promise<readonly TopRow[]> =>
    Promise.resolve(
      by === 'verb'
        ? Object.entries(verbs).map(([key, count]) => ({ key, count }))
        : stamps === 0
          ? []
          : [{ key: 'last used', count: stamps }],
    );
  return { events: { top } as Partial<EventStore> as EventStore };
}

const used = makeCredential({ id: 'acme:KEY0001', firstSeen: 1, lastUsed: 2 });
const unused = makeCredential({ id: 'acme:KEY0001', firstSeen: null, lastUsed: null });

const anApp = makeCredential({
  id: 'acme:installation/5',
  provider: 'acme',
  account: 'org',
  kind: 'app-token',
  actor: 'builder[bot]',
  firstSeen: null,
  lastUsed: null,
});

describe('what a credential was seen to do', () => {
  it.each([
    ['nothing', {}, 0, unused, 'none'],
    ['reads', { read: 5, authenticate: 1 }, 0, used, 'reads'],
    ['reads, and stamps that say the same', { read: 5, unknown: 2 }, 2, used, 'reads'],
    ['one write among many reads', { read: 500, write: 1 }, 0, used, 'changes'],
    ['a new key', { mint: 1 }, 0, used, 'changes'],
    ['something that no table knows', { read: 5, unknown: 1 }, 0, used, 'unseen'],
    ['nothing of an app, whose use no list knows', {}, 0, anApp, 'unseen'],
    ['stamps alone', { unknown: 3 }, 3, used, 'unseen'],
    [
      'a stamp in a list, and no event',
      {},
      0,
      makeCredential({ id: 'acme:KEY0001', firstSeen: null, lastUsed: 2 }),
      'unseen',
    ],
  ] as const)('%s', async (_, verbs, stamps, credential, use) => {
    expect(await useOf(counted(verbs, stamps), credential)).toBe(use);
  });

  it('is looked for under the name of the app where the credential stands for one', async () => {
    const asked: EventQuery[] = [];
    const top = (_by: string, query: EventQuery): Promise<readonly TopRow[]> => {
      asked.push(query);
      return Promise.resolve([]);
    };
    const store = { events: { top } as Partial<EventStore> as EventStore };
    await useOf(store, anApp);
    await useOf(store, used);
    expect(asked).toEqual([
      { provider: 'acme', account: 'org', actor: 'builder[bot]', outcome: 'success' },
      { credential: 'acme:KEY0001', outcome: 'success' },
    ]);
  });
});
