import type { CredentialKind, LeakedLiteral, Note } from '../core/event.ts';
import type { ProviderKeyFormat } from '../kit/key-scan.ts';
import { findKeys } from '../kit/key-scan.ts';

/**
 * Notes that name the credential of each secret, of whichever connector. The secret itself ends here.
 * A secret whose name in the logs cannot be told offline still is an exposure, of nobody's credential.
 */
export function nameLeaks(leaks: readonly LeakedLiteral[], formats: readonly ProviderKeyFormat[]): readonly Note[] {
  return leaks.flatMap(({ literal, note, signal }) => {
    const { kind, ...known } = identify(literal.reveal(), formats);
    const exposure: Note = { ...note, ...known, ...(kind === undefined ? {} : { credentialKind: kind }) };
    return signal === null ? [exposure] : [exposure, { ...signal, ...known }];
  });
}

function identify(
  text: string,
  formats: readonly ProviderKeyFormat[],
): { readonly alias: string; readonly provider?: string; readonly kind?: CredentialKind } {
  for (const { provider, format, text: key } of findKeys(text, formats)) {
    const [alias] = format.identifiers(key);
    if (alias === undefined || alias === '') continue;
    return { alias, provider, ...(format.kind === undefined ? {} : { kind: format.kind }) };
  }
  return { alias: '' };
}
