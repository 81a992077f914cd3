import { describe, expect, it } from 'vitest';
import { HEALTH_FORMAT } from '../../../../../connectors/aws/records/health-format.ts';
import { ACCOUNT, eventOf, LONG_KEY, notesOf, USER_ARN } from '../records.ts';

const detail = (change: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> => ({
  eventArn: 'arn:aws:health:us-east-1::event/RISK/AWS_RISK_CREDENTIALS_EXPOSED/1',
  service: 'RISK',
  eventTypeCode: 'AWS_RISK_CREDENTIALS_EXPOSED',
  startTime: 'Mon, 23 Nov 2026 12:00:00 GMT',
  account: ACCOUNT,
  eventMetadata: { userName: 'app', exposedUrl: 'https://github.example/acme/app/blob/x' },
  affectedEntities: [{ entityValue: LONG_KEY }],
  ...change,
});

describe('an event of AWS Health', () => {
  it('about an exposed key is an exposure', () => {
    expect(eventOf(detail(), HEALTH_FORMAT)).toMatchObject({
      time: Date.UTC(2026, 10, 23, 12),
      action: 'AWS_RISK_CREDENTIALS_EXPOSED',
      credential: '',
      targets: [LONG_KEY],
    });
    expect(notesOf(detail(), HEALTH_FORMAT)).toEqual([
      {
        kind: 'exposure',
        alias: LONG_KEY,
        actor: USER_ARN,
        origin: 'aws-health',
        summary: 'AWS Health reports credentials exposed',
        place: 'https://github.example/acme/app/blob/x',
        public: true,
      },
    ]);
  });

  it.each([
    ['AWS_RISK_CREDENTIALS_COMPROMISED', 'critical'],
    ['AWS_RISK_CREDENTIALS_COMPROMISE_SUSPECTED', 'high'],
  ])('%s is a %s signal beside', (eventTypeCode, severity) => {
    expect(notesOf(detail({ eventTypeCode }), HEALTH_FORMAT)).toMatchObject([
      { kind: 'exposure', public: false },
      { kind: 'provider-signal', severity, type: eventTypeCode },
    ]);
  });

  it('about a quarantine says so', () => {
    expect(notesOf(detail({ eventTypeCode: 'AWS_RISK_IAM_QUARANTINE' }), HEALTH_FORMAT)).toMatchObject([
      { origin: 'provider-quarantine' },
    ]);
  });

  it('finds the key in the metadata too, and does with the user alone', () => {
    const metadata = { publicKey: LONG_KEY, userName: 'app' };
    expect(notesOf(detail({ affectedEntities: [], eventMetadata: metadata }), HEALTH_FORMAT)).toMatchObject([
      { alias: LONG_KEY },
    ]);
    const userOnly = detail({ affectedEntities: undefined, eventMetadata: { userName: 'app' } });
    expect(notesOf(userOnly, HEALTH_FORMAT)).toMatchObject([{ alias: '', actor: USER_ARN }]);
  });

  it('about something else is left out', () => {
    expect(HEALTH_FORMAT.normalize(detail({ eventTypeCode: 'AWS_EC2_INSTANCE_RETIREMENT' }))).toEqual({
      kind: 'skip',
      reason: 'a Health event about something else than a key',
    });
  });

  it.each([[detail({ startTime: 'soon' })], [{}], [null]])('is unparsed when it is %j', (value) => {
    expect(HEALTH_FORMAT.normalize(value).kind).toBe('unparsed');
  });

  it('is opened from its envelope, which knows account and time', () => {
    const envelope = {
      source: 'aws.health',
      account: ACCOUNT,
      time: '2026-11-23T12:00:00Z',
      region: 'us-east-1',
      detail: { eventTypeCode: 'X' },
    };
    expect(HEALTH_FORMAT.unwrap(envelope)).toEqual([
      { account: ACCOUNT, time: '2026-11-23T12:00:00Z', region: 'us-east-1', eventTypeCode: 'X' },
    ]);
    expect(HEALTH_FORMAT.unwrap([detail()])).toEqual([detail()]);
    expect(HEALTH_FORMAT.unwrap({ a: 1 })).toBeNull();
  });
});
