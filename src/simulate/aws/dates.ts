/** The date spellings that AWS uses, all UTC. */

/** `2026-11-23T20:15:00Z`: the event time of CloudTrail and XML answers, always in whole seconds. */
export function isoSeconds(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}

/** `20261123T201500Z` */
export function basicSeconds(at: number): string {
  return isoSeconds(at).replaceAll(/[-:]/g, '');
}

/** `20261123T2015Z`: the stamp in names of log files. */
export function basicMinutes(at: number): string {
  return `${basicSeconds(at).slice(0, 13)}Z`;
}

/** `2026/11/23` */
export function dayPath(at: number): string {
  return isoSeconds(at).slice(0, 10).replaceAll('-', '/');
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `Nov 23, 2026, 8:15:00 PM`: how STS expirations stand in CloudTrail records. */
export function longDate(at: number): string {
  const date = new Date(at);
  const hour = date.getUTCHours();
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${MONTHS[date.getUTCMonth()]} ${date.getUTCDate()}, ${date.getUTCFullYear()}`;
  const time = `${hour % 12 === 0 ? 12 : hour % 12}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`;
  return `${day}, ${time} ${hour < 12 ? 'AM' : 'PM'}`;
}

export const MINUTE = 60_000;
export const HOUR: number = 60 * MINUTE;
export const DAY: number = 24 * HOUR;
