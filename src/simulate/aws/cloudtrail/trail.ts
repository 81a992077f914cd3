import type { JsonObject } from '../../json.ts';
import type { NotificationShape } from '../sqs/notification.ts';
import type { CloudTrailRecord } from './record.ts';

/** A record on its way into a log file. */
export interface PendingRecord {
  /** The five-minute mark whose file takes it. */
  readonly slot: number;
  readonly account: string;
  readonly region: string;
  readonly record: CloudTrailRecord;
}

/** A log file that was written, as the digest will list it. */
export interface WrittenLog {
  readonly account: string;
  readonly region: string;
  readonly key: string;
  readonly at: number;
  readonly sha256: string;
  readonly oldest: string;
  readonly newest: string;
}

/** The end of a digest chain of one account and region. */
export interface DigestLink {
  readonly key: string;
  readonly sha256: string;
  readonly signature: string;
}

export interface TrailNotification {
  readonly queue: string;
  readonly shape: NotificationShape;
}

export interface Trail {
  readonly name: string;
  readonly arn: string;
  readonly account: string;
  readonly homeRegion: string;
  readonly bucket: string;
  /** Without slashes at the ends; empty for none. */
  readonly prefix: string;
  readonly multiRegion: boolean;
  /** `o-exampleorgid` when it is the trail of an organisation: all accounts, one more folder in the keys. */
  readonly organization: string | undefined;
  readonly validation: boolean;
  readonly notification: TrailNotification | undefined;
  logging: boolean;
  startedAt: number | undefined;
  stoppedAt: number | undefined;
  latestDelivery: number | undefined;
  latestDigest: number | undefined;
  selectors: readonly JsonObject[];
  pending: PendingRecord[];
  written: WrittenLog[];
  /** End of the last digested hour. */
  digestedTo: number;
  readonly digests: Map<string, DigestLink>;
}

export const MANAGEMENT_SELECTOR: JsonObject = {
  ReadWriteType: 'All',
  IncludeManagementEvents: true,
  DataResources: [],
  ExcludeManagementEventSources: [],
};

/** Management events plus all S3 objects: what a trail with data events has. */
export const DATA_SELECTOR: JsonObject = {
  ...MANAGEMENT_SELECTOR,
  DataResources: [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3'] }],
};
