import { type Document, isMap, isNode, isScalar, LineCounter, type Node, parseDocument, visit } from 'yaml';
import type { ConfigProblem } from './problem.ts';

export interface Place {
  readonly line: number;
  readonly column: number;
}

/** A parsed YAML text that still knows where everything stands. */
export interface YamlFile {
  readonly value: unknown;
  readonly problems: readonly ConfigProblem[];
  has(path: readonly PropertyKey[]): boolean;
  /** Where the value at a path stands; where it is missing, its nearest parent. */
  placeOf(path: readonly PropertyKey[]): Place;
  /** Where the key itself stands that is the last part of the path. */
  placeOfKey(path: readonly PropertyKey[]): Place;
  placeAt(offset: number): Place;
}

/** What the parser's error codes mean; its own messages quote the text, which may hold secrets. */
const SYNTAX: Readonly<Record<string, string>> = {
  BAD_INDENT: 'is indented wrongly, or a bracket before it is not closed',
  DUPLICATE_KEY: 'the same key stands here twice',
  TAB_AS_INDENT: 'is indented with a tab; YAML wants spaces',
  MISSING_CHAR: 'a quote, bracket or colon is missing',
  MULTIPLE_DOCS: 'a second document starts here; one is expected',
  BAD_SCALAR_START: 'a plain text cannot start with this character; put it in quotes',
  BLOCK_AS_IMPLICIT_KEY: 'a nested value is not allowed here',
  MULTILINE_IMPLICIT_KEY: 'a key must stand on one line',
};

export function parseYamlFile(text: string): YamlFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { prettyErrors: false, lineCounter: lines, stringKeys: true });
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };

  const problem = (offset: number, message: string): ConfigProblem => ({
    code: 'CONFIG_SYNTAX',
    ...placeAt(offset),
    path: '',
    message,
    hint: '',
  });
  const problems = [
    ...document.errors.map((error) => problem(error.pos[0], SYNTAX[error.code] ?? 'is not valid YAML')),
    ...badAliases(document).map(({ offset, message }) => problem(offset, message)),
  ];

  const nodeAt = (path: readonly PropertyKey[]): Node | null => {
    for (let length = path.length; length >= 0; length -= 1) {
      const node: unknown = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) return node;
    }
    return null;
  };

  return {
    value: problems.length === 0 ? toValue(() => document.toJS({ maxAliasCount: 100 })) : undefined,
    problems,
    has: (path) => path.length === 0 || document.hasIn(path),
    placeAt,
    placeOf: (path) => placeAt(nodeAt(path)?.range?.[0] ?? 0),
    placeOfKey: (path) => {
      const parent = nodeAt(path.slice(0, -1));
      const key = path.at(-1);
      const pair = isMap(parent)
        ? parent.items.find((item) => isScalar(item.key) && item.key.value === key)
        : undefined;
      return placeAt((isScalar(pair?.key) ? pair.key.range?.[0] : parent?.range?.[0]) ?? 0);
    },
  };
}

function badAliases(document: Document.Parsed): readonly { readonly offset: number; readonly message: string }[] {
  const found: { offset: number; message: string }[] = [];
  visit(document, {
    Alias: (_, node, above) => {
      const target = node.resolve(document);
      const offset = node.range?.[0] ?? 0;
      if (target === undefined) found.push({ offset, message: 'refers to an anchor that does not stand before it' });
      // Read, it would be a value without an end.
      else if (above.includes(target)) found.push({ offset, message: 'refers to what it is a part of' });
    },
  });
  return found;
}

/** An explosion of aliases makes the library throw; to us that is a value of the wrong type. */
function toValue(read: () => unknown): unknown {
  try {
    // An empty file is a configuration with every default.
    return read() ?? {};
  } catch {
    return null;
  }
}
