import { describe, expect, it } from 'vitest';
import {
  afterOpening,
  afterStream,
  beginSweep,
  dueDiscovery,
  firstS3Cursor,
  LOOK_BACK,
  parseS3Cursor,
  type S3Cursor,
} from '../../../../../connectors/aws/sources/s3-cursor.ts';
import { DAY, HOUR, MINUTE } from '../../../../../src/core/time.ts';

const NOW = Date.UTC(2026, 10, 23, 12);
const MIDNIGHT = Date.UTC(2026, 10, 23);
const TRAIL = { hourly: null, daily: 1 };
const STREAMS = ['a/', 'b/'];
const settled = (change: Partial<S3Cursor> = {}): S3Cursor => ({
  ...firstS3Cursor(NOW, 0),
  streams: STREAMS,
  discovered: NOW,
  ...change,
});

/** Days and streams that a sweep visits. */
function visits(start: S3Cursor, now: number): readonly string[] {
  const seen: string[] = [];
  let { cursor } = beginSweep(start, now, TRAIL);
  while (cursor.sweep !== null) {
    seen.push(
      `${new Date(cursor.sweep.day).toISOString().slice(5, 10)} ${String(cursor.streams[cursor.sweep.stream])}`,
    );
    cursor = afterStream(cursor, cursor.sweep);
  }
  return seen;
}

describe('the position in a bucket', () => {
  it('looks two hours back at every poll', () => {
    const { sweep } = beginSweep(settled(), NOW + 5 * MINUTE, TRAIL);
    expect(sweep).toMatchObject({ from: NOW - LOOK_BACK, to: NOW + 5 * MINUTE, day: MIDNIGHT });
    expect(visits(settled(), NOW + 5 * MINUTE)).toEqual(['11-23 a/', '11-23 b/']);
  });

  it('visits yesterday too while two hours reach into it', () => {
    const early = MIDNIGHT + HOUR;
    expect(visits(settled({ through: early }), early)).toEqual(['11-22 a/', '11-22 b/', '11-23 a/', '11-23 b/']);
  });

  it('reads history day by day, all streams of a day before the next', () => {
    const start = { ...firstS3Cursor(NOW, 2 * DAY), streams: STREAMS };
    expect(visits(start, NOW)).toEqual(['11-21 a/', '11-21 b/', '11-22 a/', '11-22 b/', '11-23 a/', '11-23 b/']);
  });

  it('says how far it is only when a day is done in all streams', () => {
    const start = { ...firstS3Cursor(NOW, 2 * DAY), streams: STREAMS };
    let { cursor, sweep } = beginSweep(start, NOW, TRAIL);
    cursor = afterStream(cursor, sweep);
    expect(cursor.through).toBe(NOW - 2 * DAY);
    sweep = cursor.sweep ?? sweep;
    cursor = afterStream(cursor, sweep);
    expect(cursor.through).toBe(MIDNIGHT - DAY - LOOK_BACK);
  });

  it('lists two whole days once a day', () => {
    const start = settled({ listed: NOW - DAY, through: NOW });
    expect(beginSweep(start, NOW, TRAIL).sweep.from).toBe(MIDNIGHT - DAY);
    expect(beginSweep(start, NOW, TRAIL).cursor.listed).toBe(NOW);
    expect(beginSweep(settled({ listed: NOW - DAY + MINUTE }), NOW, TRAIL).sweep.from).toBe(NOW - LOOK_BACK);
  });

  it('looks for new accounts and regions every half hour, between sweeps', () => {
    expect(dueDiscovery(settled(), NOW + 29 * MINUTE, 'AWSLogs/').unopened).toBeNull();
    expect(dueDiscovery(settled(), NOW + 30 * MINUTE, 'AWSLogs/').unopened).toEqual(['AWSLogs/']);
    const busy = beginSweep(settled(), NOW + HOUR, TRAIL).cursor;
    expect(dueDiscovery(busy, NOW + HOUR, 'AWSLogs/').unopened).toBeNull();
    expect(dueDiscovery(settled({ streams: [] }), NOW, 'AWSLogs/').unopened).toEqual(['AWSLogs/']);
  });

  it('opens folders one after the other and keeps the streams it knew', () => {
    let cursor: S3Cursor = { ...settled({ streams: ['old/'] }), unopened: ['root/'], found: [] };
    cursor = afterOpening(cursor, { folders: ['root/1/', 'root/2/'], streams: [] }, NOW);
    expect(cursor.unopened).toEqual(['root/1/', 'root/2/']);
    cursor = afterOpening(cursor, { folders: [], streams: ['root/1/s/'] }, NOW);
    cursor = afterOpening(cursor, { folders: [], streams: ['root/2/s/'] }, NOW);
    expect(cursor).toMatchObject({ streams: ['old/', 'root/1/s/', 'root/2/s/'], unopened: null, discovered: NOW });
  });

  it('survives being stored, and refuses what it does not know', () => {
    const { cursor } = beginSweep(settled(), NOW, TRAIL);
    const stored: unknown = JSON.parse(JSON.stringify(cursor));
    expect(parseS3Cursor(stored as S3Cursor)).toEqual(cursor);
    expect(() => parseS3Cursor({ v: 1 })).toThrow(/not one that this version can read/);
  });

  it('reaches whole days back with the first sweep of an hour, and further once a day, where told to', () => {
    const reach = { hourly: 1, daily: 7 };
    const start = settled({ through: NOW - 5 * MINUTE });
    expect(beginSweep(start, NOW, reach).sweep.from).toBe(MIDNIGHT - DAY);
    expect(beginSweep(settled({ through: NOW + MINUTE }), NOW + 5 * MINUTE, reach).sweep.from).toBe(
      NOW + MINUTE - LOOK_BACK,
    );
    expect(beginSweep({ ...start, listed: NOW - DAY }, NOW, reach).sweep.from).toBe(MIDNIGHT - 7 * DAY);
  });

  it('never goes below its floor', () => {
    const reach = { hourly: 1, daily: 7 };
    const start = settled({ through: NOW - 5 * MINUTE, floor: NOW - 3 * HOUR, listed: NOW - DAY });
    expect(beginSweep(start, NOW, reach).sweep).toMatchObject({ from: NOW - 3 * HOUR, day: MIDNIGHT });
  });
});
