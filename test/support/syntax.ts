import { parseSync, printSync } from '@swc/core';
import { z } from 'zod';

const NODE = z.looseObject({ type: z.string() });

/** One node of the syntax tree; fields beyond the type are looked at where they are used. */
export interface SyntaxNode {
  readonly type: string;
  readonly [field: string]: unknown;
}

const parse = (text: string): ReturnType<typeof parseSync> =>
  parseSync(text, { syntax: 'typescript', target: 'es2023' });

/** Every node of a TypeScript file, in the order they stand in the tree. */
export function syntaxNodes(text: string): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    const node = NODE.safeParse(value);
    if (node.success) found.push(node.data);
    for (const child of Object.values(value)) visit(child);
  };
  visit(parse(text));
  return found;
}

/** True when `value` is the plain identifier `name`. */
export function isIdentifier(value: unknown, name: string): boolean {
  const node = NODE.safeParse(value);
  return node.success && node.data.type === 'Identifier' && node.data['value'] === name;
}

/** The same program without its comments. */
export function withoutComments(text: string): string {
  return printSync(parse(text), {}).code;
}
