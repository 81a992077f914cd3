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

describe('a second name of a credential', () => {
  const alias = 'number/7';

  it('leads to it from then on', () => {
    const lineage = new Lineage();
    expect(lineage.rename(makeContext(), alias)).toBeNull();

    expect(lineage.get('acme:number/7')?.id).toBe('acme:KEY0001');
    expect(lineage.named('acme:number/7').id).toBe('acme:KEY0001');
    expect(lineage.takeChanges().credentials.map(({ aliases }) => aliases)).toEqual([
      ['acme:KEY0001', 'acme:number/7'],
    ]);
  });

  it('brings along what was known under that name alone', () => {
    const lineage = new Lineage();
    lineage.mint(makeContext({ credential: 'MAKER' }), { ...session(alias), kind: 'token' }, START, 'event-1');
    lineage.mint(makeContext({ credential: alias }), session('S1'), START, 'event-2');
    lineage.named('acme:number/7').deadSince = START + 1;
    expect(lineage.rename(makeContext(), alias)?.id).toBe(`acme:${alias}`);

    const node = lineage.get('acme:KEY0001');
    expect(node).toMatchObject({ createdAt: START, deadSince: START + 1 });
    expect(node?.parent?.id).toBe('acme:MAKER');
    expect(node?.parent?.children.map(({ id }) => id)).toEqual(['acme:KEY0001']);
    expect(node?.children.map(({ id }) => id)).toEqual(['acme:S1']);
    expect([...lineage.nodes()].map(({ id }) => id)).not.toContain('acme:number/7');
  });

  it('is not taken from the credential that has it', () => {
    const lineage = new Lineage();
    lineage.rename(makeContext(), alias);
    expect(lineage.rename(makeContext({ credential: 'LIAR' }), alias)).toBeNull();
    expect(lineage.get('acme:number/7')?.id).toBe('acme:KEY0001');
  });

  it('survives a snapshot', () => {
    const lineage = new Lineage();
    lineage.rename(makeContext(), alias);
    const again = new Lineage();
    for (const { parent: _, children: __, ...saved } of lineage.nodes()) again.restore(saved);
    expect(again.get('acme:number/7')?.id).toBe('acme:KEY0001');
  });
});
