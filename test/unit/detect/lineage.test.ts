import { describe, expect, it } from 'vitest';
import { Lineage, subtreeOf } from '../../../src/detect/lineage.ts';
import { makeContext } from '../../support/batches.ts';
import { DAY, START } from './support/story.ts';

const session = (alias: string): { alias: string; kind: 'session'; actor: string; expires: number } => ({
  alias,
  kind: 'session',
  actor: 'role/app',
  expires: START + DAY,
});

describe('lineage', () => {
  it('makes an edge from the credential of the event to what it minted', () => {
    const lineage = new Lineage();
    lineage.mint(makeContext(), session('S1'), START, 'event-1');

    expect(lineage.takeChanges().edges).toEqual([
      {
        parent: 'acme:KEY0001',
        child: 'acme:S1',
        childKind: 'session',
        childActor: 'role/app',
        at: START,
        expires: START + DAY,
        eventId: 'event-1',
      },
    ]);
    expect(lineage.get('acme:S1')?.parent?.id).toBe('acme:KEY0001');
  });

  it('says each edge once, however often the record comes', () => {
    const lineage = new Lineage();
    lineage.mint(makeContext(), session('S1'), START, 'event-1');
    lineage.takeChanges();
    lineage.mint(makeContext({ credential: 'OTHER' }), session('S1'), START, 'event-2');

    expect(lineage.takeChanges().edges).toEqual([]);
    expect(lineage.get('acme:S1')?.parent?.id).toBe('acme:KEY0001');
  });

  it('knows a child without a parent when a service had it made', () => {
    const lineage = new Lineage();
    lineage.mint(makeContext({ credential: '', actor: 'service' }), session('S1'), START, 'event-1');

    const { edges, credentials } = lineage.takeChanges();
    expect(edges).toEqual([]);
    expect(credentials.map((credential) => [credential.id, credential.actor, credential.createdAt])).toEqual([
      ['acme:S1', 'role/app', START],
    ]);
  });

  it('refuses a circle', () => {
    const lineage = new Lineage();
    lineage.mint(makeContext({ credential: 'A' }), session('B'), START, '1');
    lineage.mint(makeContext({ credential: 'B' }), session('A'), START, '2');
    lineage.mint(makeContext({ credential: 'A' }), session('A'), START, '3');

    expect(lineage.get('acme:A')?.parent).toBeNull();
    expect(lineage.takeChanges().edges).toHaveLength(1);
  });

  it('tells caches when an edge comes after the child was seen', () => {
    const lineage = new Lineage();
    lineage.mint(makeContext(), session('S1'), START, '1');
    const before = lineage.epoch;
    lineage.credential(makeContext({ credential: 'S2', credentialKind: 'session' }));
    lineage.mint(makeContext(), session('S2'), START, '2');

    expect(lineage.epoch).toBeGreaterThan(before);
  });

  it('walks the whole subtree', () => {
    const lineage = new Lineage();
    lineage.mint(makeContext({ credential: 'A' }), session('B'), START, '1');
    lineage.mint(makeContext({ credential: 'B' }), session('C'), START, '2');
    lineage.mint(makeContext({ credential: 'A' }), session('D'), START, '3');

    const root = lineage.get('acme:A');
    expect(
      root &&
        subtreeOf(root)
          .map((node) => node.id)
          .sort(),
    ).toEqual(['acme:A', 'acme:B', 'acme:C', 'acme:D']);
  });

  it('forgets sessions days after their end, and nothing else', () => {
    const lineage = new Lineage();
    const context = makeContext();
    lineage.mint(context, session('OLD'), START, '1');
    lineage.mint(context, session('KEPT'), START, '2');
    lineage.mint(context, { alias: 'KEY2', kind: 'key', actor: '', expires: null }, START, '3');
    lineage.takeChanges();
    lineage.sweep(START + 10 * DAY, (node) => node.id === 'acme:KEPT');

    expect([...lineage.nodes()].map((node) => node.id).sort()).toEqual(['acme:KEPT', 'acme:KEY0001', 'acme:KEY2']);
    expect(lineage.get('acme:KEY0001')?.children.map((node) => node.id)).toEqual(['acme:KEPT', 'acme:KEY2']);
  });

  it('finds the only living key of a principal, and none among several', () => {
    const lineage = new Lineage();
    const first = lineage.credential(makeContext({ credential: 'A' }));
    expect(lineage.onlyKeyOf('user/ci-deploy')).toBe(first);

    const second = lineage.credential(makeContext({ credential: 'B' }));
    expect(lineage.onlyKeyOf('user/ci-deploy')).toBeNull();

    second.deadSince = START;
    expect(lineage.onlyKeyOf('user/ci-deploy')).toBe(first);
  });

  it('keeps first and last use, whatever the order', () => {
    const lineage = new Lineage();
    const node = lineage.credential(makeContext());
    for (const at of [START, START - DAY, START + DAY]) lineage.markUsed(node, at);

    expect([node.firstSeen, node.lastUsed]).toEqual([START - DAY, START + DAY]);
  });
});
