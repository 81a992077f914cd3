import { withArticle } from '../kit/article.ts';
import { findKeys, type ProviderKeyFormat, prefixOf } from '../kit/key-scan.ts';
import { redact } from '../kit/redact.ts';
import type { ConfigProblem } from './problem.ts';
import type { YamlFile } from './yaml-file.ts';

/**
 * Secrets that stand in the file itself, in values, keys or comments. Formats without a literal
 * prefix count only where their own check vouches for it: any 40 characters may look like one.
 */
export function literalSecrets(
  text: string,
  yaml: YamlFile,
  formats: readonly ProviderKeyFormat[],
): readonly ConfigProblem[] {
  return findKeys(text, secretFormats(formats))
    .filter((match) => prefixOf(match.format, match.text) !== '' || match.format.check(match.text) === 'genuine')
    .map((match) => ({
      code: 'CONFIG_LITERAL_SECRET',
      ...yaml.placeAt(match.start),
      path: '',
      message: `${withArticle(match.format.title)} stands in the file itself`,
      hint: 'move it to the environment or a file, write env:NAME or file:PATH here, and replace the key: it was written to disk',
    }));
}

/** Makes a function that masks secrets in messages about the file: a key of the file may be one. */
export function scrubber(formats: readonly ProviderKeyFormat[]): (text: string) => string {
  const secrets = secretFormats(formats);
  return (text) => {
    let scrubbed = text;
    for (const match of findKeys(text, secrets)) scrubbed = scrubbed.replaceAll(match.text, '[secret]');
    return redact(scrubbed);
  };
}

function secretFormats(formats: readonly ProviderKeyFormat[]): readonly ProviderKeyFormat[] {
  return formats.filter(({ format }) => format.sensitivity === 'secret');
}
