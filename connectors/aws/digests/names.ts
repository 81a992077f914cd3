import type { Millis } from '../../../src/core/time.ts';

/** One digest, read from its object name. */
export interface DigestName {
  readonly account: string;
  readonly region: string;
  readonly trail: string;
  /** End of the hour that it covers. */
  readonly end: Millis;
}

/** `<account>_CloudTrail-Digest_<region>_<trail>_<homeRegion>_<YYYYMMDDTHHmmssZ>.json.gz` */
const DIGEST =
  /(?:^|\/)(\d{12})_CloudTrail-Digest_([a-z0-9-]+)_(.+)_([a-z0-9-]+)_(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z\.json\.gz$/;

/** null for anything that is no digest. */
export function digestName(key: string): DigestName | null {
  const parts = DIGEST.exec(key);
  if (parts === null) return null;
  const [, account = '', region = '', trail = '', , year, month, day, hour, minute, second] = parts;
  const end = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
  return { account, region, trail, end };
}

/** `…/111122223333/CloudTrail-Digest/us-east-1/`: the folder of the chains of one account and region. */
export function isDigestFolder(prefix: string): boolean {
  return /(?:^|\/)\d{12}\/CloudTrail-Digest\/[a-z0-9-]+\/$/.test(prefix);
}
