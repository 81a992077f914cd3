import type { JsonObject } from '../../json.ts';
import { isoSeconds } from '../dates.ts';
import { eventSource, serviceHost } from '../services.ts';

/** A CloudTrail record, as delivered. */
export type CloudTrailRecord = JsonObject;

/** What varies from record to record; `buildRecord` adds the rest. */
export interface RecordParts {
  readonly at: number;
  readonly eventID: string;
  readonly requestID: string;
  readonly service: string;
  readonly eventName: string;
  readonly region: string;
  readonly sourceIPAddress: string;
  readonly userAgent: string;
  readonly userIdentity: JsonObject;
  readonly readOnly: boolean;
  readonly data?: boolean;
  readonly recipientAccountId: string;
  readonly requestParameters: JsonObject | null;
  readonly responseElements: JsonObject | null;
  readonly error?: { readonly code: string; readonly message: string };
  readonly additionalEventData?: JsonObject | undefined;
  readonly resources?: readonly JsonObject[] | undefined;
  readonly sharedEventID?: string | undefined;
  /** Absent when AWS calls on somebody's behalf. */
  readonly tls?: boolean;
}

/** Version 1.11, the fields in the order AWS writes them (CloudTrail user guide, "record contents"). */
export function buildRecord(parts: RecordParts): CloudTrailRecord {
  return {
    eventVersion: '1.11',
    userIdentity: parts.userIdentity,
    eventTime: isoSeconds(parts.at),
    eventSource: eventSource(parts.service),
    eventName: parts.eventName,
    awsRegion: parts.region,
    sourceIPAddress: parts.sourceIPAddress,
    userAgent: parts.userAgent,
    ...(parts.error === undefined ? {} : { errorCode: parts.error.code, errorMessage: parts.error.message }),
    requestParameters: parts.requestParameters,
    responseElements: parts.responseElements,
    ...(parts.additionalEventData === undefined ? {} : { additionalEventData: parts.additionalEventData }),
    requestID: parts.requestID,
    eventID: parts.eventID,
    readOnly: parts.readOnly,
    ...(parts.resources === undefined ? {} : { resources: parts.resources }),
    eventType: 'AwsApiCall',
    managementEvent: parts.data !== true,
    recipientAccountId: parts.recipientAccountId,
    ...(parts.sharedEventID === undefined ? {} : { sharedEventID: parts.sharedEventID }),
    eventCategory: parts.data === true ? 'Data' : 'Management',
    ...(parts.tls === false ? {} : { tlsDetails: tlsDetails(parts) }),
  };
}

function tlsDetails(parts: RecordParts): JsonObject {
  return {
    tlsVersion: 'TLSv1.3',
    cipherSuite: 'TLS_AES_128_GCM_SHA256',
    clientProvidedHostHeader: serviceHost(parts.service, parts.region),
  };
}
