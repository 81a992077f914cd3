import { RuleError } from './rule.ts';

/** A Sigma condition over named selections. `of` is still a pattern. */
export type Condition =
  | { readonly kind: 'selection'; readonly name: string }
  | { readonly kind: 'of'; readonly all: boolean; readonly pattern: string }
  | { readonly kind: 'not'; readonly term: Condition }
  | { readonly kind: 'and' | 'or'; readonly terms: readonly Condition[] };

const TOKEN = /\(|\)|\||[^\s()|]+/g;

/** Parses `a and not (b or 1 of c_*)`. @throws RuleError */
export function parseCondition(text: string): Condition {
  const tokens = text.match(TOKEN) ?? [];
  let at = 0;
  const word = (): string => (tokens[at] ?? '').toLowerCase();

  const chain = (kind: 'and' | 'or', next: () => Condition): Condition => {
    const terms = [next()];
    while (word() === kind) {
      at += 1;
      terms.push(next());
    }
    return terms.length === 1 && terms[0] !== undefined ? terms[0] : { kind, terms };
  };
  const either = (): Condition => chain('or', both);
  const both = (): Condition => chain('and', single);
  const single = (): Condition => {
    if (word() !== 'not') return primary();
    at += 1;
    return { kind: 'not', term: single() };
  };
  const primary = (): Condition => {
    const token = tokens[at];
    if (token === undefined) throw new RuleError(`condition ends too early: ${text}`);
    at += 1;
    if (token === '(') {
      const inner = either();
      if (tokens[at] !== ')') throw new RuleError(`condition lacks a closing parenthesis: ${text}`);
      at += 1;
      return inner;
    }
    if (word() === 'of') return quantified(token);
    if (token === ')' || token === '|') throw new RuleError(`condition has an unexpected "${token}": ${text}`);
    return { kind: 'selection', name: token };
  };
  const quantified = (count: string): Condition => {
    const pattern = tokens[at + 1];
    if (pattern === undefined) throw new RuleError(`condition ends after "of": ${text}`);
    at += 2;
    const quantity = count.toLowerCase();
    if (quantity !== '1' && quantity !== 'any' && quantity !== 'all') {
      throw new RuleError(`condition quantity "${count} of" is not supported`);
    }
    return { kind: 'of', all: quantity === 'all', pattern: pattern.toLowerCase() === 'them' ? '*' : pattern };
  };

  const parsed = either();
  if (tokens[at] === '|') throw new RuleError('aggregation after "|" is not supported: use a correlation');
  if (at !== tokens.length) throw new RuleError(`condition has an unexpected "${tokens[at] ?? ''}": ${text}`);
  return parsed;
}

/** Names that `1 of x*` means; those with a leading underscore only when asked for. @throws RuleError */
export function namesFor(pattern: string, names: readonly string[]): readonly string[] {
  const source = pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
  const expression = new RegExp(`^${source}$`);
  const found = names.filter((name) => expression.test(name) && (pattern !== '*' || !name.startsWith('_')));
  if (found.length === 0) throw new RuleError(`condition names "${pattern}", and no selection fits`);
  return found;
}
