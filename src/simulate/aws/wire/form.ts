import type { JsonObject } from '../../json.ts';

interface Node {
  text?: string;
  readonly inner: Map<string, Node>;
}

/** A query request: `Action=X&Tags.member.1.Key=a` becomes `{ action: 'X', params: { Tags: [{ Key: 'a' }] } }`. */
export function parseForm(body: string): { action: string; params: JsonObject } {
  const root: Node = { inner: new Map() };
  let action = '';
  for (const [name, value] of new URLSearchParams(body)) {
    if (name === 'Action') action = value;
    else if (name !== 'Version') put(root, name.split('.'), value);
  }
  const params = Array.from(root.inner, ([key, node]) => [key, plain(node)] as const);
  return { action, params: Object.fromEntries(params) };
}

function put(root: Node, path: readonly string[], text: string): void {
  let node = root;
  for (const step of path) {
    const next: Node = node.inner.get(step) ?? { inner: new Map() };
    node.inner.set(step, next);
    node = next;
  }
  node.text = text;
}

function plain(node: Node): unknown {
  if (node.inner.size === 0) return node.text;
  const members = node.inner.get('member') ?? node;
  if ([...members.inner.keys()].every((key) => /^\d+$/.test(key))) return [...members.inner.values()].map(plain);
  return Object.fromEntries(Array.from(node.inner, ([key, child]) => [key, plain(child)]));
}
