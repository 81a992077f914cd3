import { z } from 'zod';
import { Secret } from '../core/secret.ts';
import { parseInstant } from '../kit/instants.ts';
import { type Candidate, isMasked, type ParsedReport, placeText, type Skipped } from './candidate.ts';

const text = z.string().catch('');

/** Fields that the sources of trufflehog share, wherever they have them. */
const PLACE = z.looseObject({
  repository: text,
  commit: text,
  file: text,
  path: text,
  bucket: text,
  link: text,
  timestamp: text,
  visibility: z.union([z.string(), z.number()]).catch(''),
  line: z.number().catch(0),
});

/** One line of `trufflehog --json`; only what we use. */
const FINDING = z.looseObject({
  DetectorName: z.string(),
  Raw: z.string(),
  RawV2: z.string().default(''),
  SourceMetadata: z
    .looseObject({ Data: z.record(z.string(), z.unknown()).nullable().default({}) })
    .nullable()
    .default(null),
});

export function isTrufflehog(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'DetectorName' in value && 'Raw' in value;
}

/** @param lines the parsed lines, those of the scanner's own log among them */
export function parseTrufflehog(lines: readonly unknown[]): ParsedReport {
  const candidates: Candidate[] = [];
  const skipped: Skipped[] = [];
  for (const [index, value] of lines.entries()) {
    if (isLogLine(value)) continue;
    const finding = FINDING.safeParse(value);
    if (!finding.success) {
      skipped.push({ place: `line ${String(index + 1)}`, reason: 'is no finding that can be read' });
      continue;
    }
    const { DetectorName, Raw, RawV2, SourceMetadata } = finding.data;
    const where = PLACE.parse(Object.values(SourceMetadata?.Data ?? {})[0] ?? {});
    const place = placeOf(where);
    // The second form holds all parts of a key that has several.
    const found = RawV2 === '' ? Raw : RawV2;
    if (isMasked(found)) {
      skipped.push({ place, reason: 'the report does not hold the secret' });
      continue;
    }
    const open = where.visibility === 'public' || where.visibility === 0;
    candidates.push({
      text: new Secret(found),
      place,
      at: parseInstant(where.timestamp),
      rule: DetectorName,
      public: open,
    });
  }
  return { format: 'trufflehog', candidates, skipped };
}

function placeOf(where: z.infer<typeof PLACE>): string {
  const file = where.file === '' ? where.path : where.file;
  const place = placeText({
    repository: where.repository === '' ? where.bucket : where.repository,
    file,
    line: where.line,
    commit: where.commit,
  });
  return place === '' ? where.link : place;
}

function isLogLine(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'level' in value && !('DetectorName' in value);
}
