import { dirname, resolve } from 'node:path';
import { AppError } from '../core/errors.ts';
import { Secret } from '../core/secret.ts';

/** Where references lead. Connectors add their own secret stores under their ids. */
export interface SecretSources {
  /** The configuration file: relative `file:` references start in its folder. */
  readonly file: string;
  env(name: string): string | undefined;
  readFile(path: string): Promise<string>;
  readonly stores?: Readonly<Record<string, (target: string) => Promise<Secret>>>;
}

export interface ParsedReference {
  readonly scheme: string;
  readonly rest: string;
}

const REFERENCE = /^([a-z][a-z0-9-]{0,30}):(\S(?:.*\S)?)$/;
const ENV_NAME = /^[A-Za-z_][A-Za-z0-9_]{0,127}$/;

/** Splits `env:NAME`; null when it is no reference in one of the schemes (a web address is none). */
export function parseReference(text: string, schemes: readonly string[]): ParsedReference | null {
  const [, scheme, rest] = REFERENCE.exec(text.trim()) ?? [];
  if (scheme === undefined || rest === undefined || !schemes.includes(scheme)) return null;
  if (scheme === 'env' && !ENV_NAME.test(rest)) return null;
  return { scheme, rest };
}

/**
 * Makes the function that turns a reference into its secret, each time anew: a rotated file is
 * noticed. White space around the value is not part of it.
 * @returns a function that throws AppError kind `config` when nothing usable is there
 */
export function secretResolver(sources: SecretSources): (reference: string) => Promise<Secret> {
  const stores = sources.stores ?? {};
  const schemes = ['env', 'file', ...Object.keys(stores)];

  return async (reference) => {
    const parsed = parseReference(reference, schemes);
    // The text is not repeated: it may be a secret in the place of a reference.
    if (parsed === null) throw unusable('a secret reference cannot be read', `Write one of ${schemes.join(':, ')}:`);
    const store = stores[parsed.scheme];
    if (store !== undefined) return store(parsed.rest);
    const text = parsed.scheme === 'env' ? fromEnv(sources, parsed.rest) : await fromFile(sources, parsed.rest);
    if (text.trim() === '') throw unusable(`${reference} is empty`, 'Put the secret there, or correct the reference.');
    return new Secret(text.trim());
  };
}

function fromEnv(sources: SecretSources, name: string): string {
  const text = sources.env(name);
  if (text === undefined)
    throw unusable(
      `environment variable ${name} is not set`,
      'Set it in the environment of this command; .env.example shows how.',
    );
  return text;
}

async function fromFile(sources: SecretSources, path: string): Promise<string> {
  const absolute = resolve(dirname(sources.file), path);
  try {
    return await sources.readFile(absolute);
  } catch (error) {
    const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
    const why = typeof code === 'string' ? ` (${code})` : '';
    throw unusable(`secret file ${absolute} cannot be read${why}`, 'Create it, or let this user read it.');
  }
}

function unusable(message: string, hint: string): AppError {
  return new AppError(message, { code: 'CONFIG_SECRET_MISSING', kind: 'config', hint });
}
