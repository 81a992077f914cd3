import { describe, expect, it } from 'vitest';
import type { Credential, LineageEdge } from '../../../src/core/credential.ts';
import type { LineageNode } from '../../../src/report/lineage.ts';
import { lineageOf } from '../../../src/report/lineage.ts';
import { NIGHT } from '../alert/samples.ts';
import { sampleReport } from './sample-report.ts';

const [BASE] = sampleReport().credentials;

function credential(id: string, change: Partial<Credential> = {}): Credential {
  if (BASE === undefined) throw new Error('the sample has no credential');
  return { ...BASE, id, aliases: [id], ...change };
}

function edge(parent: string, child: string, at = NIGHT): LineageEdge {
  return { parent, child, childKind: 'session', childActor: '', at, expires: null, eventId: `${parent}>${child}` };
}

/** `a(b c(d))` */
function shape(nodes: readonly LineageNode[]): string {
  return nodes.map((node) => node.alias + (node.children.length > 0 ? `(${shape(node.children)})` : '')).join(' ');
}

describe('lineage', () => {
  it('puts each credential below the one that made it, in the order of making', () => {
    expect(shape(lineageOf([credential('a')], [edge('a', 'c', 3), edge('a', 'b', 2), edge('c', 'd', 4)]))).toBe(
      'a(b c(d))',
    );
  });

  it('knows a credential by any of its aliases', () => {
    expect(
      shape(
        lineageOf(
          [credential('a', { aliases: ['a', 'a2'] }), credential('b', { aliases: ['b', 'b2'] })],
          [edge('a2', 'b2')],
        ),
      ),
    ).toBe('a(b)');
  });

  it('shows what only a minting event names', () => {
    const [root] = lineageOf([], [edge('a', 'b')]);

    expect(root).toMatchObject({ alias: 'a', credential: null, children: [{ alias: 'b', made: { eventId: 'a>b' } }] });
  });

  it('shows trees beside each other, the oldest first', () => {
    expect(shape(lineageOf([credential('new', { createdAt: 9 }), credential('old', { createdAt: 1 })], []))).toBe(
      'old new',
    );
  });

  it('shows each once, though it was made twice or makes a circle', () => {
    expect(shape(lineageOf([], [edge('a', 'c', 1), edge('b', 'c', 2)]))).toBe('a(c) b');
    expect(shape(lineageOf([], [edge('a', 'b', 1), edge('b', 'a', 2)]))).toBe('a(b)');
    expect(shape(lineageOf([credential('a')], [edge('a', 'a')]))).toBe('a');
  });
});
