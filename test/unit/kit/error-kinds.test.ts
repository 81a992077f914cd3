import { describe, expect, it } from 'vitest';
import { kindOfError, kindOfStatus } from '../../../src/kit/error-kinds.ts';

function withCode(code: string): Error {
  return Object.assign(new Error('failed'), { code });
}

describe('kindOfStatus', () => {
  it.each([
    [400, 'bad-input'],
    [401, 'auth'],
    [403, 'forbidden'],
    [404, 'not-found'],
    [405, 'unsupported'],
    [408, 'transient'],
    [409, 'conflict'],
    [410, 'not-found'],
    [422, 'bad-input'],
    [423, 'conflict'],
    [425, 'transient'],
    [429, 'rate-limited'],
    [500, 'transient'],
    [501, 'unsupported'],
    [503, 'transient'],
    [302, 'provider-bug'],
    [200, 'provider-bug'],
  ] as const)('%d is %s', (status, kind) => {
    expect(kindOfStatus(status)).toBe(kind);
  });
});

describe('kindOfError', () => {
  it.each([
    ['ECONNRESET', 'transient'],
    ['ENOTFOUND', 'transient'],
    ['UND_ERR_HEADERS_TIMEOUT', 'transient'],
    ['UND_ERR_ABORTED', 'aborted'],
    ['ABORT_ERR', 'aborted'],
    ['HPE_INVALID_CONSTANT', 'provider-bug'],
    ['CERT_HAS_EXPIRED', 'config'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'config'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'config'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'config'],
    ['SQLITE_BUSY', 'storage'],
    ['ENOSPC', 'storage'],
    ['ENOENT', 'not-found'],
    ['EACCES', 'config'],
    ['EISDIR', 'bad-input'],
    ['EWHATEVER', 'our-bug'],
  ] as const)('%s is %s', (code, kind) => {
    expect(kindOfError(withCode(code))).toBe(kind);
  });

  it('looks below the wrapping of fetch', () => {
    expect(kindOfError(new TypeError('fetch failed', { cause: withCode('ECONNREFUSED') }))).toBe('transient');
  });

  it('looks into an aggregate of all addresses of a host', () => {
    const cause = new AggregateError([withCode('ECONNREFUSED'), withCode('ECONNREFUSED')]);

    expect(kindOfError(new TypeError('fetch failed', { cause }))).toBe('transient');
  });

  it('knows aborts and time-outs by name', () => {
    expect(kindOfError(new DOMException('x', 'AbortError'))).toBe('aborted');
    expect(kindOfError(new DOMException('x', 'TimeoutError'))).toBe('transient');
  });

  it('ends on causes that go round in a circle', () => {
    const error = new Error('round');
    error.cause = error;

    expect(kindOfError(error)).toBe('our-bug');
  });

  it.each([null, undefined, 'text', 5, {}])('calls %j our bug', (thrown) => {
    expect(kindOfError(thrown)).toBe('our-bug');
  });

  it('ignores a code that is no text', () => {
    expect(kindOfError(Object.assign(new Error('x'), { code: 11_000 }))).toBe('our-bug');
  });
});
