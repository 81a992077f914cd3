import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../src/core/finding.ts';
import { Cases } from '../../../src/detect/cases.ts';
import { Lineage, type Node } from '../../../src/detect/lineage.ts';
import { makeContext } from '../../support/batches.ts';
import { DAY, HOUR, MINUTE, START } from './support/story.ts';

function finding(id: string, at: number): Finding {
  return {
    id,
    detector: 'test',
    severity: 'high',
    subject: { kind: 'credential', id: 'x' },
    account: '',
    provider: 'acme',
    at,
    reason: '',
    evidence: [],
    historical: false,
  };
}

/** A chain of credentials, each minted by the one before: `A` at START, `B` an hour later, ... */
function chain(...kinds: readonly ('key' | 'session')[]): readonly Node[] {
  const lineage = new Lineage();
  const names = kinds.map((_, index) => String.fromCharCode(65 + index));
  lineage.credential(makeContext({ credential: 'A', credentialKind: kinds[0] ?? 'key' }));
  for (const [index, kind] of kinds.entries()) {
    if (index === 0) continue;
    lineage.mint(
      makeContext({ credential: names[index - 1] ?? '' }),
      { alias: names[index] ?? '', kind, actor: '', expires: null },
      START + index * HOUR,
      `mint ${index}`,
    );
  }
  return names.map((name) => lineage.get(`acme:${name}`)).filter((node) => node !== undefined);
}

const rootOf = (cases: Cases, node: Node | undefined): string | undefined => node && cases.of(node)?.root.id;

describe('whose case a finding belongs to', () => {
  it('is the credential with evidence, not its innocent parent', () => {
    const [, session] = chain('key', 'session');
    const cases = new Cases();
    if (session !== undefined) cases.add(session, finding('f', START + 2 * HOUR), 0);

    expect(rootOf(cases, session)).toBe('acme:B');
  });

  it('is the ancestor where that has evidence of its own', () => {
    const [key, , grandchild] = chain('key', 'session', 'session');
    const cases = new Cases();
    if (key === undefined || grandchild === undefined) throw new Error('no chain');
    cases.add(key, finding('f1', START), 0);
    cases.add(grandchild, finding('f2', START + 3 * HOUR), 0);

    expect(rootOf(cases, grandchild)).toBe('acme:A');
    expect([...cases.all()]).toHaveLength(1);
  });

  it('is the highest of several ancestors with evidence', () => {
    const [key, middle, last] = chain('key', 'session', 'session');
    const cases = new Cases();
    if (key === undefined || middle === undefined || last === undefined) throw new Error('no chain');
    cases.add(middle, finding('f1', START + HOUR), 0);
    cases.add(key, finding('f2', START + 2 * HOUR), 0);
    cases.add(last, finding('f3', START + 3 * HOUR), 0);

    expect([...cases.all()].map((found) => found.root.id)).toEqual(['acme:A']);
    expect(cases.takeChanges().changed[0]?.findings.map((item) => item.id)).toEqual(['f1', 'f2', 'f3']);
  });

  it('draws in cases of descendants when an ancestor gets evidence, and says so once they were told', () => {
    const [key, left] = chain('key', 'session');
    const cases = new Cases();
    if (key === undefined || left === undefined) throw new Error('no chain');
    const before = cases.add(left, finding('f1', START + HOUR), 0);
    before.told = { historical: false, severity: 'high', detectors: new Set(['test']) };
    const after = cases.add(key, finding('f2', START + 2 * HOUR), 0);

    expect(cases.takeChanges().merges).toMatchObject([{ from: before.id, into: after.id }]);
    expect(cases.byId(before.id)).toBeUndefined();
    expect(cases.of(left)).toBe(after);
    expect(after.told?.detectors).toEqual(new Set(['test']));
  });

  it('leaves long-lived children alone that were minted long before the evidence', () => {
    const [parent, child] = chain('key', 'key');
    const cases = new Cases();
    if (parent === undefined || child === undefined) throw new Error('no chain');
    cases.add(parent, finding('f1', START + 5 * HOUR), 0);
    cases.add(child, finding('f2', START + 6 * HOUR), 0);

    expect([rootOf(cases, parent), rootOf(cases, child)]).toEqual(['acme:A', 'acme:B']);
  });

  it('takes long-lived children in that were minted since, or in the hour before', () => {
    const [parent, child] = chain('key', 'key');
    const cases = new Cases();
    if (parent === undefined || child === undefined) throw new Error('no chain');
    cases.add(parent, finding('f1', START + 2 * HOUR - MINUTE), 0);
    cases.add(child, finding('f2', START + 6 * HOUR), 0);

    expect(rootOf(cases, child)).toBe('acme:A');
  });

  it('does not reach through an old long-lived child to its sessions', () => {
    const [parent, , session] = chain('key', 'key', 'session');
    const cases = new Cases();
    if (parent === undefined || session === undefined) throw new Error('no chain');
    cases.add(parent, finding('f1', START + 5 * HOUR), 0);
    cases.add(session, finding('f2', START + 6 * HOUR), 0);

    expect(rootOf(cases, session)).toBe('acme:C');
  });

  it('begins another story after three quiet days', () => {
    const [key] = chain('key');
    const cases = new Cases();
    if (key === undefined) throw new Error('no chain');
    const first = cases.add(key, finding('f1', START), 0);
    const same = cases.add(key, finding('f2', START + 2 * DAY), 0);
    const other = cases.add(key, finding('f3', START + 6 * DAY), 0);

    expect(same).toBe(first);
    expect(other).not.toBe(first);
  });

  it('begins another story after a person closed it', () => {
    const [key] = chain('key');
    const cases = new Cases();
    if (key === undefined) throw new Error('no chain');
    const first = cases.add(key, finding('f1', START), 0);
    first.closed = true;

    expect(cases.add(key, finding('f2', START + MINUTE), 0).id).not.toBe(first.id);
  });

  it('has the same id for the same first finding', () => {
    const ids = [1, 2].map(() => {
      const [key] = chain('key');
      return key && new Cases().add(key, finding('f1', START), 0).id;
    });

    expect(ids[0]).toBe(ids[1]);
    expect(ids[0]).toMatch(/^inc-[0-9a-f]{8}$/);
  });

  it('forgets old cases', () => {
    const [key] = chain('key');
    const cases = new Cases();
    if (key === undefined) throw new Error('no chain');
    cases.add(key, finding('f1', START), START);
    cases.takeChanges();
    cases.sweep(START + 10 * DAY);

    expect(cases.of(key)).toBeUndefined();
  });
});
