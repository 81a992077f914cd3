import { dirname, resolve } from 'node:path';
import type { core, ZodType } from 'zod';
import type { Connector } from '../core/connector.ts';
import { keyFormatsOf, type ProviderKeyFormat } from '../kit/key-scan.ts';
import { checkRefs, malformedRefs } from './check-refs.ts';
import type { Config } from './config.ts';
import { crossChecks } from './cross-checks.ts';
import { findRefs, type PlacedRef } from './find-refs.ts';
import { jsonSchemaOf } from './json-schema.ts';
import { literalSecrets, scrubber } from './literal-secrets.ts';
import { type ConfigProblem, sortProblems } from './problem.ts';
import { configSchema } from './schema.ts';
import { secretResolver } from './secret-refs.ts';
import { parseYamlFile, type YamlFile } from './yaml-file.ts';
import { problemsOf } from './zod-problems.ts';

export interface LoadOptions {
  readonly connectors: readonly Connector[];
  /** Both together let the kinds of the secrets be checked; without them references are only read. */
  readonly env?: (name: string) => string | undefined;
  readonly readFile?: (path: string) => Promise<string>;
}

export type LoadResult =
  | {
      readonly kind: 'ok';
      readonly config: Config;
      /** References that lead nowhere yet; `doctor` shows them. */
      readonly warnings: readonly ConfigProblem[];
    }
  | { readonly kind: 'invalid'; readonly problems: readonly ConfigProblem[] };

/**
 * Reads a configuration. Everything that is wrong is told at once and in place; no message
 * repeats a value of the file or of the environment.
 * @param file its path, for relative paths inside it
 */
export async function loadConfig(text: string, file: string, options: LoadOptions): Promise<LoadResult> {
  const formats = keyFormatsOf(options.connectors);
  const yaml = parseYamlFile(text);
  const literals = literalSecrets(text, yaml, formats);
  if (yaml.problems.length > 0) return invalid([...yaml.problems, ...literals], formats);

  const schema = configSchema(options.connectors);
  const parsed = schema.safeParse(yaml.value);
  const issues = parsed.success ? [] : problemsOf(parsed.error.issues, yaml, jsonSchemaOf(schema));
  const config = parsed.success ? parsed.data : salvage(schema, yaml.value, parsed.error.issues);
  if (config === null) return invalid([...issues, ...literals], formats);

  const refs = findRefs(config, yaml.value);
  const schemes = ['env', 'file', ...options.connectors.map(({ id }) => id)];
  const malformed = malformedRefs(refs, schemes, yaml).filter(({ line }) =>
    literals.every((other) => other.line !== line),
  );
  const secrets = await lookAtSecrets(refs, file, options, formats, yaml);
  const crossed = crossChecks(config, yaml, options.connectors);
  const problems = [...issues, ...literals, ...malformed, ...crossed, ...secrets.problems];
  if (problems.length > 0) return invalid(problems, formats);
  return { kind: 'ok', config: withAbsolutePaths(config, file), warnings: secrets.warnings };
}

/** The sections that are in order, so that one pass tells what is wrong in them too. */
function salvage(schema: ZodType<Config>, value: unknown, issues: readonly core.$ZodIssue[]): Config | null {
  if (typeof value !== 'object' || value === null) return null;
  const broken = new Set(
    issues.flatMap((issue) =>
      issue.path.length === 0 && issue.code === 'unrecognized_keys' ? issue.keys : [issue.path[0]],
    ),
  );
  const sound = Object.entries(value).filter(([key]) => !broken.has(key));
  const parsed = schema.safeParse(Object.fromEntries(sound));
  return parsed.success ? parsed.data : null;
}

async function lookAtSecrets(
  refs: readonly PlacedRef[],
  file: string,
  { env, readFile }: LoadOptions,
  formats: readonly ProviderKeyFormat[],
  yaml: YamlFile,
): Promise<{ readonly problems: readonly ConfigProblem[]; readonly warnings: readonly ConfigProblem[] }> {
  if (env === undefined || readFile === undefined) return { problems: [], warnings: [] };
  const here = refs.filter(({ ref }) => /^(?:env|file):/.test(ref.reference));
  return checkRefs(here, secretResolver({ file, env, readFile }), formats, yaml);
}

function invalid(problems: readonly ConfigProblem[], formats: readonly ProviderKeyFormat[]): LoadResult {
  const scrub = scrubber(formats);
  // That a secret stands where a reference should is one problem, however many noticed it.
  const literals = problems.filter(({ code, path }) => code === 'CONFIG_LITERAL_SECRET' && path === '');
  const told = problems.filter(
    (one) => one.code === 'CONFIG_UNKNOWN_KEY' || literals.every((other) => other === one || !samePlace(one, other)),
  );
  const clean = told.map((one) => ({
    ...one,
    path: scrub(one.path),
    message: scrub(one.message),
    hint: scrub(one.hint),
  }));
  return { kind: 'invalid', problems: sortProblems(clean) };
}

function samePlace(left: ConfigProblem, right: ConfigProblem): boolean {
  return left.line === right.line && left.column === right.column;
}

function withAbsolutePaths(config: Config, file: string): Config {
  const absolute = (path: string): string => resolve(dirname(file), path);
  return {
    ...config,
    database: {
      ...config.database,
      path: absolute(config.database.path),
      fingerprintKey: absolute(config.database.fingerprintKey),
    },
    detection: {
      ...config.detection,
      ruleFolders: config.detection.ruleFolders.map(absolute),
      networkDatabases: config.detection.networkDatabases.map(absolute),
    },
  };
}
