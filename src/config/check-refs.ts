import { messageOf } from '../core/errors.ts';
import type { Secret } from '../core/secret.ts';
import { withArticle } from '../kit/article.ts';
import type { ProviderKeyFormat } from '../kit/key-scan.ts';
import type { PlacedRef } from './find-refs.ts';
import { type ConfigProblem, pathText } from './problem.ts';
import { wrongKindOf } from './secret-kind.ts';
import { parseReference } from './secret-refs.ts';
import type { YamlFile } from './yaml-file.ts';

/** References that are none: most often the secret itself, which is therefore not shown. */
export function malformedRefs(
  refs: readonly PlacedRef[],
  schemes: readonly string[],
  yaml: YamlFile,
): readonly ConfigProblem[] {
  return refs
    .filter(({ ref }) => parseReference(ref.reference, schemes) === null)
    .map(({ ref, path }) => ({
      code: 'CONFIG_LITERAL_SECRET',
      ...yaml.placeOf(path),
      path: pathText(path),
      message: `must be a reference to ${withArticle(ref.expects.title)}, not the ${ref.expects.title} itself`,
      hint: `write ${schemes.map((scheme) => `${scheme}:...`).join(' or ')}`,
    }));
}

export interface RefCheck {
  /** Secrets that are there but of the wrong kind. */
  readonly problems: readonly ConfigProblem[];
  /** Secrets that are not there (yet): they matter when they are used. */
  readonly warnings: readonly ConfigProblem[];
}

/** Looks at the secrets that the references lead to, without keeping or showing them. */
export async function checkRefs(
  refs: readonly PlacedRef[],
  resolve: (reference: string) => Promise<Secret>,
  formats: readonly ProviderKeyFormat[],
  yaml: YamlFile,
): Promise<RefCheck> {
  const problems: ConfigProblem[] = [];
  const warnings: ConfigProblem[] = [];
  for (const { ref, path } of refs) {
    const at = { ...yaml.placeOf(path), path: pathText(path) };
    try {
      const secret = await resolve(ref.reference);
      const wrong = wrongKindOf(secret.reveal(), ref.expects, formats);
      if (wrong !== null)
        problems.push({ code: 'CONFIG_WRONG_SECRET', ...at, message: wrong, hint: `see ${ref.reference}` });
    } catch (error) {
      warnings.push({ code: 'CONFIG_SECRET_MISSING', ...at, message: `leads nowhere: ${messageOf(error)}`, hint: '' });
    }
  }
  return { problems, warnings };
}
