import type { FailureKind } from '../core/errors.ts';

/** How deep `cause` chains are followed: fetch wraps once or twice. */
const DEEPEST_CAUSE = 5;

/** The kind of an HTTP status that is no success. */
export function kindOfStatus(status: number): FailureKind {
  if (status === 401) return 'auth';
  if (status === 403) return 'forbidden';
  if (status === 404 || status === 410) return 'not-found';
  if (status === 408 || status === 425) return 'transient';
  if (status === 409 || status === 423) return 'conflict';
  if (status === 429) return 'rate-limited';
  if (status === 405 || status === 501) return 'unsupported';
  if (status >= 500) return 'transient';
  if (status >= 400) return 'bad-input';
  // We follow no redirects, and a provider's API has no reason to send one.
  return 'provider-bug';
}

const NETWORK_CODES: ReadonlySet<string> = new Set([
  'ECONNRESET',
  'ECONNREFUSED',
  'ECONNABORTED',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EPIPE',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

const FILE_CODES: Readonly<Record<string, FailureKind>> = {
  ENOENT: 'not-found',
  ENOTDIR: 'not-found',
  EISDIR: 'bad-input',
  EACCES: 'config',
  EPERM: 'config',
  EROFS: 'config',
  ENOSPC: 'storage',
  EDQUOT: 'storage',
  EIO: 'storage',
  EMFILE: 'transient',
  ENFILE: 'transient',
};

/** The kind of an error that nobody has named yet: by its name, its code, then those of its causes. */
export function kindOfError(error: unknown): FailureKind {
  const chain = causesOf(error);
  for (const one of chain) {
    if (one.name === 'AbortError') return 'aborted';
    if (one.name === 'TimeoutError') return 'transient';
    const kind = kindOfCode(textField(one, 'code'));
    if (kind !== null) return kind;
  }
  return 'our-bug';
}

function kindOfCode(code: string): FailureKind | null {
  if (NETWORK_CODES.has(code) || code.startsWith('UND_ERR_'))
    return code === 'UND_ERR_ABORTED' ? 'aborted' : 'transient';
  if (code === 'ABORT_ERR') return 'aborted';
  if (code.startsWith('HPE_')) return 'provider-bug';
  if (code.startsWith('SQLITE_')) return 'storage';
  // A certificate that we do not trust is put right by a person, not by time.
  if (code.startsWith('CERT_') || code.startsWith('ERR_TLS_') || code.includes('SELF_SIGNED')) return 'config';
  if (code.startsWith('UNABLE_TO_')) return 'config';
  return FILE_CODES[code] ?? null;
}

/** The error, its causes, and the parts of an aggregate (every address of a host failed). */
function causesOf(error: unknown): readonly Error[] {
  const chain: Error[] = [];
  let one: unknown = error;
  while (one instanceof Error && chain.length < DEEPEST_CAUSE) {
    chain.push(one);
    one = one instanceof AggregateError ? one.errors[0] : one.cause;
  }
  return chain;
}

function textField(error: Error, name: string): string {
  const value: unknown = Reflect.get(error, name);
  return typeof value === 'string' ? value : '';
}
