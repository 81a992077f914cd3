import { describe, expect, it } from 'vitest';
import {
  ACCOUNT,
  call,
  eventOf,
  LONG_KEY,
  OTHER_KEY,
  SERVICE_KEY,
  SESSION_KEY,
  TOKEN,
  USER_ARN,
  userIdentity,
} from '../records.ts';

const ROLE = `arn:aws:iam::${ACCOUNT}:role/deploy`;
const credentials = { accessKeyId: SESSION_KEY, sessionToken: TOKEN, expiration: 'Nov 23, 2026, 1:00:00 PM' };

describe('what a call mints', () => {
  it('is the session of a role, speaking for that role', () => {
    const event = eventOf(
      call('sts', 'AssumeRole', {
        requestParameters: { roleArn: ROLE, roleSessionName: 'x' },
        responseElements: { credentials, assumedRoleUser: { arn: 'arn' } },
      }),
    );
    expect(event.minted).toEqual([
      { alias: SESSION_KEY, kind: 'session', actor: ROLE, expires: Date.UTC(2026, 10, 23, 13) },
    ]);
  });

  it.each([['GetSessionToken'], ['GetFederationToken'], ['GetScopedCredentials']])(
    'is a session that speaks for the caller with %s',
    (name) => {
      const event = eventOf(call('sts', name, { responseElements: { credentials } }));
      expect(event.minted).toMatchObject([{ alias: SESSION_KEY, kind: 'session', actor: '' }]);
    },
  );

  it('is any key that an answer of any service names', () => {
    const event = eventOf(call('somenewservice', 'MakeCredentials', { responseElements: { credentials } }));
    expect(event.minted).toMatchObject([{ alias: SESSION_KEY }]);
  });

  it('is a long-term key, with the user it was made for', () => {
    const made = (userName: string): unknown =>
      call('iam', 'CreateAccessKey', {
        requestParameters: { userName },
        responseElements: { accessKey: { accessKeyId: OTHER_KEY, status: 'Active', userName } },
      });
    expect(eventOf(made('backdoor')).minted).toEqual([
      { alias: OTHER_KEY, kind: 'key', actor: `arn:aws:iam::${ACCOUNT}:user/backdoor`, expires: null },
    ]);
    expect(eventOf(made('app')).minted).toMatchObject([{ alias: OTHER_KEY, actor: '' }]);
  });

  it('is a password, which has no id and is named by its user', () => {
    const event = eventOf(
      call('iam', 'CreateLoginProfile', {
        requestParameters: { userName: 'ci', passwordResetRequired: false },
        responseElements: { loginProfile: { userName: 'ci' } },
      }),
    );
    const user = `arn:aws:iam::${ACCOUNT}:user/ci`;
    expect(event.minted).toEqual([{ alias: `password/${user}`, kind: 'password', actor: user, expires: null }]);
  });

  it('is the same password when it is changed', () => {
    const event = eventOf(call('iam', 'UpdateLoginProfile', { requestParameters: { userName: 'app' } }));
    expect(event.minted).toMatchObject([{ alias: `password/${USER_ARN}`, kind: 'password', actor: '' }]);
  });

  it('is a service-specific credential', () => {
    const event = eventOf(
      call('iam', 'CreateServiceSpecificCredential', {
        requestParameters: { userName: 'ci', serviceName: 'bedrock.amazonaws.com' },
        responseElements: {
          serviceSpecificCredential: { serviceSpecificCredentialId: SERVICE_KEY, userName: 'ci' },
        },
      }),
    );
    expect(event.minted).toMatchObject([{ alias: SERVICE_KEY, kind: 'token' }]);
  });

  it('is a session of the console', () => {
    const arn = `arn:aws:signin:us-east-1:${ACCOUNT}:session/0b7c0f5e`;
    const named = eventOf(
      call('signin', 'GetSigninToken', {
        eventType: 'AwsConsoleSignIn',
        userIdentity: userIdentity({ sessionContext: { signInSessionArn: arn } }),
        responseElements: { GetSigninToken: 'Success', credentials: { accessKeyId: LONG_KEY } },
      }),
    );
    expect(named.minted).toEqual([{ alias: arn, kind: 'session', actor: '', expires: null }]);
    const login = eventOf(
      call('signin', 'ConsoleLogin', {
        eventType: 'AwsConsoleSignIn',
        userIdentity: userIdentity({ accessKeyId: undefined }),
        responseElements: { ConsoleLogin: 'Success' },
      }),
    );
    expect(login.minted).toMatchObject([{ alias: `console/${USER_ARN}/2026-11-23T12:00:00Z`, kind: 'session' }]);
    expect(login.credentialKind).toBe('password');
  });

  it('is nothing when the call failed', () => {
    const event = eventOf(
      call('iam', 'CreateAccessKey', {
        errorCode: 'AccessDenied',
        responseElements: { accessKey: { accessKeyId: OTHER_KEY, userName: 'x' } },
      }),
    );
    expect(event.minted).toEqual([]);
  });

  it.each([
    [{ credentials: { accessKeyId: `ASIA${'*'.repeat(16)}` } }],
    [{ credentials: {} }],
    [{ accessKey: { accessKeyId: 7 } }],
    [{ credentials: 'text' }],
    [[]],
    ['text'],
  ])('is nothing when the answer is %j', (responseElements) => {
    expect(eventOf(call('sts', 'AssumeRole', { responseElements })).minted).toEqual([]);
  });
});
