import type { Millis } from '../../../src/core/time.ts';

/** One log file of a trail, read from its object name. */
export interface TrailFile {
  readonly account: string;
  readonly region: string;
  /** When CloudTrail delivered it; its records may be from any time before. */
  readonly stamp: Millis;
}

/**
 * `<account>_CloudTrail_<region>_<YYYYMMDDTHHmmZ>_<16 characters>.json.gz`. Digests, insights and
 * the marker of a trail's set-up share the bucket and do not match; network activity events do.
 */
const FILE =
  /(?:^|\/)(\d{12})_CloudTrail(?:-NetworkActivity)?_([a-z0-9-]+)_(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)Z_[A-Za-z0-9]+\.json(?:\.gz)?$/;

/** null for anything that is no log file. */
export function trailFile(key: string): TrailFile | null {
  const parts = FILE.exec(key);
  if (parts === null) return null;
  const [, account = '', region = '', year, month, day, hour, minute] = parts;
  const stamp = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute));
  return { account, region, stamp };
}

/** Where the files of one account and region lie: `…/111122223333/CloudTrail/us-east-1/`. */
const STREAM = /(?:^|\/)(\d{12})\/(CloudTrail(?:-NetworkActivity)?)\/([a-z0-9-]+)\/$/;

/** Folder of one UTC day within a stream. */
export function dayPrefix(stream: string, at: Millis): string {
  return `${stream}${new Date(at).toISOString().slice(0, 10).replaceAll('-', '/')}/`;
}

/**
 * A name that sorts directly before every file of the stream stamped at `at` or later, for
 * `StartAfter`. '' where the prefix is no stream.
 */
export function nameBefore(stream: string, at: Millis, folder: Millis = at): string {
  const parts = STREAM.exec(stream);
  if (parts === null) return '';
  const stamp = new Date(at).toISOString().slice(0, 16).replaceAll(/[-:]/g, '');
  return `${dayPrefix(stream, folder)}${parts[1]}_${parts[2]}_${parts[3]}_${stamp}`;
}

export function isStream(prefix: string): boolean {
  return STREAM.test(prefix);
}

/** What lies below `AWSLogs/`: organisations, then accounts, then kinds of log, then regions. */
export function isWorthOpening(prefix: string, organization: string): boolean {
  const last = /([^/]+)\/$/.exec(prefix)?.[1] ?? '';
  if (last.startsWith('o-')) return organization === '' || last === organization;
  return /^\d{12}$/.test(last) || /^CloudTrail(-NetworkActivity)?$/.test(last);
}
