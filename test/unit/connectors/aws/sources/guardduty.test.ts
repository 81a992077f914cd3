import { describe, expect, it } from 'vitest';
import { GUARDDUTY_FORMAT } from '../../../../../connectors/aws/records/guardduty-format.ts';
import { ACCOUNT, eventOf, LONG_KEY, notesOf, USER_ARN } from '../records.ts';

const finding = (change: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> => ({
  schemaVersion: '2.0',
  accountId: ACCOUNT,
  region: 'eu-central-1',
  partition: 'aws',
  id: 'f1',
  arn: `arn:aws:guardduty:eu-central-1:${ACCOUNT}:detector/d/finding/f1`,
  type: 'UnauthorizedAccess:IAMUser/TorIPCaller',
  title: 'API ListUsers was invoked from a Tor exit node.',
  severity: 5,
  createdAt: '2026-11-23T11:00:00.862Z',
  updatedAt: '2026-11-23T12:00:00.862Z',
  service: { serviceName: 'guardduty', archived: false, count: 1 },
  resource: {
    resourceType: 'AccessKey',
    accessKeyDetails: { accessKeyId: LONG_KEY, userName: 'app', userType: 'IAMUser', principalId: 'AIDAX' },
  },
  ...change,
});
const normalize = (value: unknown): unknown => GUARDDUTY_FORMAT.normalize(value);

describe('a finding of GuardDuty', () => {
  it('is a signal about the key, by GuardDuty and not by the key', () => {
    expect(eventOf(finding(), GUARDDUTY_FORMAT)).toMatchObject({
      time: Date.UTC(2026, 10, 23, 12),
      nativeId: `arn:aws:guardduty:eu-central-1:${ACCOUNT}:detector/d/finding/f1@2026-11-23T12:00:00.862Z`,
      service: 'guardduty',
      action: 'UnauthorizedAccess:IAMUser/TorIPCaller',
      actor: 'guardduty.amazonaws.com',
      credential: '',
      targets: [LONG_KEY],
    });
    expect(notesOf(finding(), GUARDDUTY_FORMAT)).toEqual([
      {
        kind: 'provider-signal',
        alias: LONG_KEY,
        actor: USER_ARN,
        type: 'UnauthorizedAccess:IAMUser/TorIPCaller',
        severity: 'medium',
        summary: 'API ListUsers was invoked from a Tor exit node.',
      },
    ]);
  });

  it.each([
    [9.5, 'critical'],
    [8, 'high'],
    [4, 'medium'],
    [2, 'low'],
    ['x', 'low'],
  ])('of severity %s is %s', (severity, expected) => {
    expect(notesOf(finding({ severity }), GUARDDUTY_FORMAT)[0]).toMatchObject({ severity: expected });
  });

  it.each([
    ['UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.OutsideAWS'],
    ['UnauthorizedAccess:IAMUser/ResourceCredentialExfiltration.OutsideAWS'],
    ['AttackSequence:IAM/CompromisedCredentials'],
  ])('of type %s says that the secret has left its place', (type) => {
    expect(notesOf(finding({ type }), GUARDDUTY_FORMAT)).toMatchObject([
      { kind: 'provider-signal' },
      { kind: 'exposure', alias: LONG_KEY, origin: 'guardduty', public: false },
    ]);
  });

  it('names roles and root as the log would', () => {
    const about = (userType: string): string => {
      const resource = { accessKeyDetails: { accessKeyId: LONG_KEY, userName: 'deploy', userType } };
      return notesOf(finding({ resource }), GUARDDUTY_FORMAT)[0]?.actor ?? '';
    };
    expect(about('AssumedRole')).toBe(`arn:aws:iam::${ACCOUNT}:role/deploy`);
    expect(about('Root')).toBe(`arn:aws:iam::${ACCOUNT}:root`);
    expect(about('Directory')).toBe('');
  });

  it.each([
    [
      finding({ service: { serviceName: 'guardduty', additionalInfo: { sample: true } } }),
      'a sample finding of GuardDuty',
    ],
    [finding({ title: '[SAMPLE] x' }), 'a sample finding of GuardDuty'],
    [finding({ service: { serviceName: 'guardduty', archived: true } }), 'a GuardDuty finding that was archived'],
    [finding({ resource: { resourceType: 'Instance' } }), 'a GuardDuty finding about something else than a key'],
  ])('is left out with a reason', (value, reason) => {
    expect(normalize(value)).toEqual({ kind: 'skip', reason });
  });

  it.each([[finding({ type: '' })], [finding({ updatedAt: 'x', createdAt: 7 })], [null], ['text']])(
    'is unparsed when it is %j',
    (value) => {
      expect(normalize(value)).toMatchObject({ kind: 'unparsed' });
    },
  );

  it.each([
    ['an EventBridge envelope', { source: 'aws.guardduty', 'detail-type': 'GuardDuty Finding', detail: finding() }],
    ['a list of findings', { findings: [finding()] }],
    ['one finding', finding()],
    ['a list', [finding()]],
  ])('is found in %s', (_what, value) => {
    expect(GUARDDUTY_FORMAT.unwrap(value)).toEqual([finding()]);
  });

  it('is found in what the command line prints', () => {
    const upper = { Findings: [{ Type: 'X:IAMUser/Y', Service: { ServiceName: 'guardduty', Count: 2 } }] };
    expect(GUARDDUTY_FORMAT.unwrap(upper)).toEqual([
      { type: 'X:IAMUser/Y', service: { serviceName: 'guardduty', count: 2 } },
    ]);
  });

  it.each([[{ Records: [] }], [[]], [null], [{ service: { serviceName: 'other' } }], [[{ a: 1 }]]])(
    'is not found in %j',
    (value) => {
      expect(GUARDDUTY_FORMAT.unwrap(value)).toBeNull();
    },
  );
});
