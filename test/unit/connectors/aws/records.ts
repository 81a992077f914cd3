import { CLOUDTRAIL_FORMAT } from '../../../../connectors/aws/records/cloudtrail-format.ts';
import type { RecordFormat } from '../../../../src/core/connector.ts';
import type { Normalized, Note, UsageEvent } from '../../../../src/core/event.ts';

export const ACCOUNT = '111122223333';

/** Key ids made here, so that no scanner takes them for real ones. */
export const LONG_KEY: string = ['AKIA', 'QWERTYUIOPASDFGH'].join('');
export const OTHER_KEY: string = ['AKIA', 'ZXCVBNMASDFGHJKL'].join('');
/** Id of a service-specific credential. */
export const SERVICE_KEY: string = ['ACCA', 'QWERTYUIOPASDFGH'].join('');
export const SESSION_KEY: string = ['ASIA', 'QAZWSXEDCRFVTGBY'].join('');
/** Begins as session tokens do and is long enough to be one. */
export const TOKEN: string = `${'IQoJb3JpZ2lu'}${'X2VjEXAMPLEnotarealtoken0123456789'.repeat(4)}`;

export type Fields = Readonly<Record<string, unknown>>;

export const USER_ARN: string = `arn:aws:iam::${ACCOUNT}:user/app`;

export function userIdentity(change: Fields = {}): Fields {
  return {
    type: 'IAMUser',
    principalId: 'AIDAEXAMPLEUSERID000',
    arn: USER_ARN,
    accountId: ACCOUNT,
    accessKeyId: LONG_KEY,
    userName: 'app',
    ...change,
  };
}

export function roleIdentity(session: string, change: Fields = {}): Fields {
  return {
    type: 'AssumedRole',
    principalId: `AROAEXAMPLEROLEID000:${session}`,
    arn: `arn:aws:sts::${ACCOUNT}:assumed-role/deploy/${session}`,
    accountId: ACCOUNT,
    accessKeyId: SESSION_KEY,
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        arn: `arn:aws:iam::${ACCOUNT}:role/team/deploy`,
        accountId: ACCOUNT,
        userName: 'deploy',
      },
      attributes: { creationDate: '2026-11-23T11:00:00Z', mfaAuthenticated: 'false' },
    },
    ...change,
  };
}

/** A record as CloudTrail 1.11 writes it, with some members changed. */
export function record(change: Fields = {}): Fields {
  return {
    eventVersion: '1.11',
    userIdentity: userIdentity(),
    eventTime: '2026-11-23T12:00:00Z',
    eventSource: 'sts.amazonaws.com',
    eventName: 'GetCallerIdentity',
    awsRegion: 'eu-central-1',
    sourceIPAddress: '198.51.100.7',
    userAgent: 'aws-cli/2.36.32 md/awscrt#1.0',
    requestParameters: null,
    responseElements: null,
    requestID: '0b7c0f5e-0000-4000-8000-00000000f00d',
    eventID: '6f1c9d4e-8a3b-4c5d-9e6f-7a8b9c0d1e2f',
    readOnly: true,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: ACCOUNT,
    eventCategory: 'Management',
    ...change,
  };
}

/** A call of one service: `call('iam', 'CreateUser', {...})`. */
export function call(service: string, eventName: string, change: Fields = {}): Fields {
  return record({ eventSource: `${service}.amazonaws.com`, eventName, readOnly: false, ...change });
}

/** The event that a record becomes. */
export function eventOf(value: unknown, format: RecordFormat = CLOUDTRAIL_FORMAT): UsageEvent {
  return normalizedOf(value, format).event;
}

export function notesOf(value: unknown, format: RecordFormat = CLOUDTRAIL_FORMAT): readonly Note[] {
  return normalizedOf(value, format).notes;
}

function normalizedOf(value: unknown, format: RecordFormat): Extract<Normalized, { kind: 'event' }> {
  const normalized = format.normalize(value);
  if (normalized.kind === 'event') return normalized;
  throw new Error(`not an event but ${normalized.kind}: ${normalized.reason}`);
}

export function derivedOf(name: string, value: unknown): unknown {
  const derive = CLOUDTRAIL_FORMAT.derived[`keywatch.${name}`];
  if (derive === undefined) throw new Error(`no derived field ${name}`);
  return derive(value);
}
