/** Tests one leaf, already turned into text. */
export type TextTest = (text: string) => boolean;

export type Anchor = 'whole' | 'start' | 'end' | 'inside';

const ANY = '*';
const ONE = '?';
type Piece = { readonly literal: string } | typeof ANY | typeof ONE;

/**
 * Compiles a Sigma string: `*` and `?` are wildcards, a backslash takes their meaning away.
 * Comparison ignores case unless `cased`. A pattern of stars alone means "present and not empty".
 */
export function compilePattern(pattern: string, anchor: Anchor, cased: boolean): TextTest {
  const pieces = piecesOf(pattern);
  if (anchor === 'end' || anchor === 'inside') pieces.unshift(ANY);
  if (anchor === 'start' || anchor === 'inside') pieces.push(ANY);
  const slim = pieces.filter((piece, index) => piece !== ANY || pieces[index - 1] !== ANY);
  if (slim.length === 1 && slim[0] === ANY) return (text) => text !== '';
  return compilePieces(slim, cased);
}

function compilePieces(pieces: readonly Piece[], cased: boolean): TextTest {
  const fold = cased ? (text: string) => text : (text: string) => text.toLowerCase();
  const literals = pieces.filter((piece) => typeof piece === 'object');
  const literal = fold(literals[0]?.literal ?? '');
  const stars = pieces.filter((piece) => piece === ANY).length;
  if (literals.length <= 1 && stars + literals.length === pieces.length) {
    const open = pieces[0] === ANY;
    const shut = pieces.at(-1) !== ANY;
    if (stars === 0) return cased ? (text) => text === literal : (text) => equalIgnoringCase(text, literal);
    if (open && shut) return (text) => fold(text).endsWith(literal);
    if (open) return (text) => fold(text).includes(literal);
    return (text) => fold(text).startsWith(literal);
  }
  const source = pieces.map((piece) => (piece === ANY ? '.*' : piece === ONE ? '.' : escapeRegExp(piece.literal)));
  const expression = new RegExp(`^${source.join('')}$`, cased ? 's' : 'si');
  return (text) => expression.test(text);
}

function piecesOf(pattern: string): Piece[] {
  const pieces: Piece[] = [];
  let literal = '';
  const flush = (): void => {
    if (literal !== '') pieces.push({ literal });
    literal = '';
  };
  for (let at = 0; at < pattern.length; at += 1) {
    const character = pattern[at] ?? '';
    const next = pattern[at + 1] ?? '';
    if (character === '\\' && (next === '*' || next === '?' || next === '\\')) {
      literal += next;
      at += 1;
    } else if (character === ANY || character === ONE) {
      flush();
      pieces.push(character);
    } else {
      literal += character;
    }
  }
  flush();
  return pieces;
}

function equalIgnoringCase(text: string, lower: string): boolean {
  return text === lower || text.toLowerCase() === lower;
}

function escapeRegExp(text: string): string {
  return text.replace(/[/\-\\^$*+?.()|[\]{}]/g, '\\$&');
}
