import type { Trail } from '../cloudtrail/trail.ts';
import { basicMinutes, basicSeconds, dayPath } from '../dates.ts';

/** Object keys of a trail (CloudTrail user guide, "log file examples" and "digest file structure"). */

export interface LogFile {
  readonly account: string;
  readonly region: string;
  /** Time of delivery; the file may hold events from any time before. */
  readonly at: number;
  /** 16 characters without meaning. */
  readonly tail: string;
}

export function logKey(trail: Trail, { account, region, at, tail }: LogFile): string {
  const name = `${account}_CloudTrail_${region}_${basicMinutes(at)}_${tail}.json.gz`;
  return `${root(trail, account)}/CloudTrail/${region}/${dayPath(at)}/${name}`;
}

export function digestKey(trail: Trail, { account, region, at }: Omit<LogFile, 'tail'>): string {
  const name = `${account}_CloudTrail-Digest_${region}_${trail.name}_${trail.homeRegion}_${basicSeconds(at)}.json.gz`;
  return `${root(trail, account)}/CloudTrail-Digest/${region}/${dayPath(at)}/${name}`;
}

function root(trail: Trail, account: string): string {
  const parts = [trail.prefix, 'AWSLogs', trail.organization ?? '', account];
  return parts.filter((part) => part !== '').join('/');
}
