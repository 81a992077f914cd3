import { describe, expect, it } from 'vitest';
import { ACCOUNT, call, LONG_KEY, notesOf, SESSION_KEY, USER_ARN, userIdentity } from '../records.ts';

/** AWS acts as the user whose key it found. */
const BY_AWS = { sourceIPAddress: 'AWS Internal', userAgent: 'AWS Internal' };

function attach(policy: string, change = {}): unknown {
  const requestParameters = { userName: 'app', policyArn: `arn:aws:iam::aws:policy/${policy}` };
  return call('iam', 'AttachUserPolicy', { ...BY_AWS, requestParameters, ...change });
}

describe('a quarantine by AWS', () => {
  it.each([
    ['AWSCompromisedKeyQuarantine'],
    ['AWSCompromisedKeyQuarantineV2'],
    ['AWSCompromisedKeyQuarantineV3'],
    ['AWSCompromisedKeyQuarantineV9'],
  ])('with %s is evidence that the key of the user is out', (policy) => {
    expect(notesOf(attach(policy))).toEqual([
      {
        kind: 'exposure',
        alias: LONG_KEY,
        actor: USER_ARN,
        origin: 'provider-quarantine',
        summary: expect.stringContaining(policy),
        place: '',
        public: true,
      },
    ]);
  });

  it('is evidence too when AWS was refused', () => {
    const [note] = notesOf(attach('AWSCompromisedKeyQuarantineV3', { errorCode: 'AccessDenied' }));
    expect(note?.summary).toContain('no quarantine is in place');
  });

  it('is evidence when the refusal left no parameters', () => {
    const refused = attach('', { errorCode: 'AccessDenied', requestParameters: null });
    expect(notesOf(refused)).toMatchObject([{ kind: 'exposure', actor: USER_ARN }]);
  });

  it('is seen in its old form, an inline policy', () => {
    const requestParameters = { userName: 'app', policyName: 'AWSCompromisedKeyQuarantine', policyDocument: '{}' };
    expect(notesOf(call('iam', 'PutUserPolicy', { ...BY_AWS, requestParameters }))).toHaveLength(1);
  });

  it('names no key when a person attached it, from whatever key', () => {
    const byPerson = attach('AWSCompromisedKeyQuarantineV3', {
      sourceIPAddress: '198.51.100.7',
      requestParameters: {
        userName: 'ci',
        policyArn: 'arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV3',
      },
    });
    expect(notesOf(byPerson)).toMatchObject([{ alias: '', actor: `arn:aws:iam::${ACCOUNT}:user/ci` }]);
    const session = userIdentity({ accessKeyId: SESSION_KEY });
    expect(notesOf(attach('AWSCompromisedKeyQuarantineV3', { userIdentity: session }))).toMatchObject([{ alias: '' }]);
  });

  it.each([
    ['another policy', attach('AdministratorAccess')],
    [
      'a refusal of a person',
      attach('', { errorCode: 'AccessDenied', requestParameters: null, sourceIPAddress: '198.51.100.7' }),
    ],
    [
      'its removal',
      call('iam', 'DetachUserPolicy', {
        requestParameters: { userName: 'app', policyArn: 'arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV3' },
      }),
    ],
    ['any other call', call('sts', 'GetCallerIdentity')],
  ])('is not %s', (_what, value) => {
    expect(notesOf(value)).toEqual([]);
  });
});
