import type { SecretExpectation } from '../core/secret-ref.ts';
import { withArticle } from '../kit/article.ts';
import { keyKindOf, type ProviderKeyFormat, prefixOf } from '../kit/key-scan.ts';

/**
 * Compares a secret with what its field wants. Only what is certainly wrong is refused: a
 * text of no known format passes, because providers invent new ones.
 * @returns the end of a sentence that starts with the field's name and never shows the secret,
 *   or null when nothing speaks against it
 */
export function wrongKindOf(
  text: string,
  expects: SecretExpectation,
  formats: readonly ProviderKeyFormat[],
): string | null {
  if (expects.shape === 'url') return wrongAddress(text, expects);
  const kind = keyKindOf(text, formats);
  if (kind === null) return null;
  const { format } = kind;
  const fits = expects.formats.includes(format.id);
  // A format without a literal prefix is a guess; it must not refuse anything.
  if (!fits && prefixOf(format, text) === '') return null;
  if (!fits && expects.formats.length > 0)
    return `expects ${withArticle(expects.title)} but leads to ${withArticle(format.title)}`;
  if (!fits && format.sensitivity === 'identifier')
    return `expects ${withArticle(expects.title)} but leads to ${withArticle(format.title)}, which is no secret`;
  if (fits && expects.mode !== '' && format.mode !== '' && format.mode !== expects.mode) {
    return `expects ${withArticle(expects.mode)} key but leads to ${withArticle(format.mode)} one`;
  }
  return null;
}

function wrongAddress(text: string, expects: SecretExpectation): string | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null) return `expects ${withArticle(expects.title)} but leads to something that is no web address`;
  const loopback = url.hostname === 'localhost' || url.hostname === '[::1]' || /^127(?:\.\d+){3}$/.test(url.hostname);
  if (url.protocol === 'https:' || (url.protocol === 'http:' && loopback)) return null;
  return `expects ${withArticle(expects.title)} with https`;
}
