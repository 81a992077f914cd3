import type { Millis } from '../../../src/core/time.ts';

/** How the names of a bucket's files follow time. A stream is a folder that has folders for days in it. */
export interface Layout {
  /** Folder of one UTC day within a stream. */
  readonly day: (stream: string, at: Millis) => string;
  /** A name in the folder of `day` that sorts directly before every file stamped at `at` or later. */
  readonly before: (stream: string, at: Millis, day: Millis) => string;
  /** Whether an object of that name holds records. */
  readonly isFile: (key: string) => boolean;
}

/** A part of the time, standing by itself: the `mm` of `comments` is none. */
const PARTS = /(?<![A-Za-z])(?:YYYY|MM|DD|HH|mm)(?![A-Za-z])/g;
/** Text with one record a line or one list, packed or not. */
const FILE = /\.(?:json|log|ndjson|jsonl)(?:\.gz)?$/;

/** Year, month and day in this order, so that names sort by time and a day is a folder. */
export function isFolders(text: string): boolean {
  const parts = text.match(PARTS) ?? [];
  return /^YYYY MM DD(?: HH(?: mm)?)?$/.test(parts.join(' ')) && !text.startsWith('/');
}

/** @param folders such as `YYYY/MM/DD/HH/mm`, checked by `isFolders` */
export function layoutOf(folders: string): Layout {
  const upToDay = /^.*?(?<![A-Za-z])DD(?![A-Za-z])\/?/.exec(folders.endsWith('/') ? folders : `${folders}/`)?.[0] ?? '';
  return {
    day: (stream, at) => stream + rendered(upToDay, at),
    // Without the slash at its end the folder of a minute sorts before all that is in it.
    before: (stream, at) => stream + rendered(folders, at).replace(/\/$/, ''),
    isFile: (key) => FILE.test(key),
  };
}

function rendered(folders: string, at: Millis): string {
  const iso = new Date(at).toISOString();
  const parts: Readonly<Record<string, string>> = {
    YYYY: iso.slice(0, 4),
    MM: iso.slice(5, 7),
    DD: iso.slice(8, 10),
    HH: iso.slice(11, 13),
    mm: iso.slice(14, 16),
  };
  return folders.replaceAll(PARTS, (part) => parts[part] ?? part);
}
