import { describe, expect, it } from 'vitest';
import { resultOf } from '../../../../../connectors/aws/records/outcome.ts';

describe('resultOf', () => {
  it('takes the absence of an error for success', () => {
    expect(resultOf({})).toEqual({ outcome: 'success', errorCode: '' });
    expect(resultOf({ errorCode: '' })).toEqual({ outcome: 'success', errorCode: '' });
  });

  it.each([
    ['AccessDenied'],
    ['AccessDeniedException'],
    ['Client.UnauthorizedOperation'],
    ['VpceAccessDenied'],
    ['KMSAccessDeniedException'],
    ['UnauthorizedException'],
    ['NotAuthorizedException'],
    ['AuthorizationErrorException'],
    ['BadRequestException.UnauthorizedAccess'],
    ['Forbidden'],
  ])('calls %s a refusal of permission', (errorCode) => {
    expect(resultOf({ errorCode })).toEqual({ outcome: 'denied', errorCode });
  });

  it.each([
    ['ThrottlingException'],
    ['NoSuchEntityException'],
    ['Client.InvalidInstanceID.Malformed'],
    ['Client.DryRunOperation'],
    ['InvalidClientTokenId'],
    ['SubscriptionRequiredException'],
  ])('calls %s a failure', (errorCode) => {
    expect(resultOf({ errorCode }).outcome).toBe('failed');
  });

  it('sees a refused sign-in, which has a message and no code', () => {
    const signIn = {
      eventType: 'AwsConsoleSignIn',
      eventName: 'ConsoleLogin',
      responseElements: { ConsoleLogin: 'Failure' },
      errorMessage: 'Failed authentication',
    };
    expect(resultOf(signIn)).toEqual({ outcome: 'denied', errorCode: 'Failure' });
    expect(resultOf({ ...signIn, responseElements: null }).outcome).toBe('denied');
    expect(resultOf({ ...signIn, eventType: 'AwsConsoleSignin' }).outcome).toBe('denied');
  });

  it('sees a sign-in that worked', () => {
    const signIn = {
      eventType: 'AwsConsoleSignIn',
      eventName: 'ConsoleLogin',
      responseElements: { ConsoleLogin: 'Success' },
    };
    expect(resultOf(signIn).outcome).toBe('success');
  });

  it('calls a message without a code a failure elsewhere', () => {
    expect(resultOf({ errorMessage: 'Something went wrong' })).toEqual({ outcome: 'failed', errorCode: '' });
  });

  it.each([[42], [{}], [null], [['AccessDenied']]])('survives an error code of the wrong type: %j', (errorCode) => {
    expect(resultOf({ errorCode }).outcome).toBe('success');
  });
});
