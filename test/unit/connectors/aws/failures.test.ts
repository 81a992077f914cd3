import { describe, expect, it } from 'vitest';
import { asking, awsError, errorName } from '../../../../connectors/aws/failures.ts';
import { AppError } from '../../../../src/core/errors.ts';

/** An error as the SDK throws it. */
function sdkError(name: string, change: Readonly<Record<string, unknown>> = {}, message = 'said by AWS'): Error {
  const error = new Error(message);
  error.name = name;
  return Object.assign(error, { $metadata: { httpStatusCode: 400 } }, change);
}

const SECRET = `IQoJb3JpZ2luX2Vj${'QrStUvWx0123yzAb'.repeat(8)}`;

describe('awsError', () => {
  it.each([
    ['ThrottlingException', 'rate-limited'],
    ['Throttling', 'rate-limited'],
    ['ThrottledException', 'rate-limited'],
    ['TooManyRequestsException', 'rate-limited'],
    ['SlowDown', 'rate-limited'],
    ['ExpiredToken', 'auth'],
    ['ExpiredTokenException', 'auth'],
    ['InvalidClientTokenId', 'auth'],
    ['UnrecognizedClientException', 'auth'],
    ['InvalidAccessKeyId', 'auth'],
    ['SignatureDoesNotMatch', 'auth'],
    ['InvalidSignatureException', 'auth'],
    ['CredentialsProviderError', 'auth'],
    ['AccessDenied', 'forbidden'],
    ['AccessDeniedException', 'forbidden'],
    ['NoSuchEntityException', 'not-found'],
    ['NoSuchKey', 'not-found'],
    ['NoSuchBucket', 'config'],
    ['QueueDoesNotExist', 'config'],
    ['LimitExceededException', 'conflict'],
    ['DeleteConflictException', 'conflict'],
    ['SubscriptionRequiredException', 'unsupported'],
    ['OptInRequired', 'unsupported'],
    ['RegionDisabledException', 'unsupported'],
    ['InternalFailure', 'transient'],
    ['SomethingNewException', 'bad-input'],
  ])('%s is %s', (name, kind) => {
    expect(awsError('try', sdkError(name))).toMatchObject({
      kind,
      message: expect.stringContaining('try: said by AWS'),
    });
  });

  it('looks at the code on the wire where the name says nothing', () => {
    const error = sdkError('Error', { Code: 'AccessDenied', $metadata: { httpStatusCode: 403 } });
    expect(errorName(error)).toBe('AccessDenied');
    expect(awsError('try', error).kind).toBe('forbidden');
  });

  it.each([
    [500, 'transient'],
    [503, 'transient'],
    [429, 'rate-limited'],
    [401, 'auth'],
    [403, 'forbidden'],
    [404, 'not-found'],
    [422, 'bad-input'],
  ])('goes by status %i where there is no name', (httpStatusCode, kind) => {
    expect(awsError('try', sdkError('Odd', { $metadata: { httpStatusCode } })).kind).toBe(kind);
  });

  it('takes an answer that cannot be parsed for what it is', () => {
    const error = sdkError('SyntaxError', { $metadata: { httpStatusCode: 200 } }, `Unexpected token < in ${SECRET}`);
    expect(awsError('try', error)).toMatchObject({
      kind: 'provider-bug',
      message: 'try: the answer could not be read',
    });
  });

  it.each([
    ['ECONNRESET', 'transient'],
    ['ECONNREFUSED', 'transient'],
    ['ENOTFOUND', 'transient'],
  ])('knows %s of the network', (code, kind) => {
    expect(awsError('try', Object.assign(new Error('connect failed'), { code })).kind).toBe(kind);
  });

  it('knows timeouts and being stopped', () => {
    expect(awsError('try', sdkError('TimeoutError', { $metadata: {} })).kind).toBe('transient');
    expect(awsError('try', new DOMException('aborted', 'AbortError')).kind).toBe('aborted');
  });

  it('waits as long as it was asked to', () => {
    const asked = sdkError('ThrottlingException', { $response: { headers: { 'retry-after': '7' } } });
    expect(awsError('try', asked).retryAfter).toBe(7_000);
    expect(awsError('try', sdkError('ThrottlingException')).retryAfter).toBe(2_000);
    expect(awsError('try', sdkError('AccessDenied')).retryAfter).toBeUndefined();
  });

  it('tells no secret, and has no cause that could', () => {
    const failure = awsError('try', sdkError('AccessDenied', { token: SECRET }, `bad token ${SECRET}`));
    expect(failure.message).not.toContain(SECRET);
    expect(failure.cause).toBeUndefined();
  });

  it('leaves our own errors alone', () => {
    const own = new AppError('known', { code: 'X', kind: 'config' });
    expect(awsError('try', own)).toBe(own);
  });

  it.each([[null], [undefined], ['text'], [7], [{}]])('survives %j being thrown', (thrown) => {
    expect(awsError('try', thrown)).toBeInstanceOf(AppError);
  });
});

describe('asking', () => {
  it('gives what the request gave', async () => {
    await expect(asking('try', () => Promise.resolve(7))).resolves.toBe(7);
  });

  it('ends at once when told to, even when the request does not listen', async () => {
    const controller = new AbortController();
    const asked = asking('try', () => new Promise<never>(() => undefined), controller.signal);
    controller.abort();
    await expect(asked).rejects.toMatchObject({ kind: 'aborted' });
    await expect(asking('try', () => Promise.resolve(7), controller.signal)).rejects.toMatchObject({ kind: 'aborted' });
  });
});
