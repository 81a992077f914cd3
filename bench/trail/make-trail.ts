import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { REGIONS } from './callers.ts';
import { Random } from './random.ts';
import { RecordMaker } from './record.ts';
import type { TrailShape } from './shape.ts';
import { TRAIL_ACCOUNT, TRAIL_START } from './shape.ts';

/** Records of a file are this much older than its time stamp at most; half of them 200 s or less. */
const MOST_LATE_MS = 400_000;

/** Writes a trail as a bucket would hold it, and returns its files in order of delivery. */
export function makeTrail(folder: string, shape: TrailShape, seed: number): readonly string[] {
  const random = new Random(seed);
  const maker = new RecordMaker(random, shape);
  const files: string[] = [];
  const step = (shape.days * 86_400_000) / shape.records;
  let again: string[] = [];
  for (let from = 0; from < shape.records; from += shape.perFile) {
    const count = Math.min(shape.perFile, shape.records - from);
    // A file holds what one region has logged.
    const region = random.below(REGIONS.length);
    const lines = again.slice(0, count);
    again = [];
    while (lines.length < count) {
      const line = maker.make(TRAIL_START + (from + lines.length) * step - random.below(MOST_LATE_MS), region);
      // The share of copies is of all records, those of the file before included.
      if (random.next() < shape.duplicates / (1 - shape.duplicates)) again.push(line);
      lines.push(line);
    }
    files.push(writeFile(folder, REGIONS[region] ?? '', TRAIL_START + (from + count) * step, lines, files.length));
  }
  return files;
}

function writeFile(folder: string, region: string, at: number, lines: readonly string[], index: number): string {
  const stamp = new Date(at).toISOString();
  const into = join(folder, 'AWSLogs', TRAIL_ACCOUNT, 'CloudTrail', region, stamp.slice(0, 10).replaceAll('-', '/'));
  mkdirSync(into, { recursive: true });
  const minute = `${stamp.slice(0, 16).replaceAll(/[-:]/g, '')}Z`;
  const path = join(into, `${TRAIL_ACCOUNT}_CloudTrail_${region}_${minute}_${String(index).padStart(16, '0')}.json.gz`);
  writeFileSync(path, gzipSync(`{"Records":[${lines.join(',')}]}`));
  return path;
}
