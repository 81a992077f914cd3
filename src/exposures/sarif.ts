import { z } from 'zod';
import { Secret } from '../core/secret.ts';
import { parseInstant } from '../kit/instants.ts';
import { type Candidate, isMasked, type ParsedReport, placeText, type Skipped } from './candidate.ts';

const COMMIT_HASH = /\b[\da-f]{40}\b/g;

const snippet = z.looseObject({
  snippet: z.looseObject({ text: z.string().default('') }).optional(),
  startLine: z.number().optional(),
});

const RESULT = z.looseObject({
  ruleId: z.string().default(''),
  message: z.looseObject({ text: z.string().default('') }).default({ text: '' }),
  locations: z
    .array(
      z.looseObject({
        physicalLocation: z
          .looseObject({
            artifactLocation: z.looseObject({ uri: z.string().default('') }).optional(),
            region: snippet.optional(),
            contextRegion: snippet.optional(),
          })
          .optional(),
      }),
    )
    .default([]),
  partialFingerprints: z.record(z.string(), z.unknown()).default({}),
});

/** SARIF 2.1: one document, any tool. */
const DOCUMENT = z.looseObject({
  version: z.string().startsWith('2.'),
  runs: z.array(z.looseObject({ results: z.array(z.unknown()).nullable().default([]) })),
});

export function isSarif(value: unknown): boolean {
  return DOCUMENT.safeParse(value).success;
}

export function parseSarif(document: unknown): ParsedReport {
  const candidates: Candidate[] = [];
  const skipped: Skipped[] = [];
  const results = DOCUMENT.parse(document).runs.flatMap((run) => run.results ?? []);
  for (const [index, value] of results.entries()) {
    const result = RESULT.safeParse(value);
    if (!result.success) {
      skipped.push({ place: `result ${String(index + 1)}`, reason: 'is not complete' });
      continue;
    }
    const { ruleId, message, locations, partialFingerprints } = result.data;
    const physical = locations[0]?.physicalLocation;
    const commit = partialFingerprints['commitSha'];
    const date = partialFingerprints['date'];
    const place = placeText({
      file: physical?.artifactLocation?.uri ?? '',
      line: physical?.region?.startLine ?? 0,
      commit: typeof commit === 'string' ? commit : '',
    });
    const shown = [physical?.region, physical?.contextRegion]
      .map((region) => region?.snippet?.text ?? '')
      .filter((part) => !isMasked(part));
    if (shown.length === 0 && message.text === '') {
      skipped.push({ place, reason: 'the report shows no text of the finding' });
      continue;
    }
    // The message is prose around the finding, with hashes of commits in it: only where nothing better is shown.
    const text = new Secret(shown.length > 0 ? shown.join('\n') : message.text.replaceAll(COMMIT_HASH, ''));
    candidates.push({
      text,
      place,
      at: typeof date === 'string' ? parseInstant(date) : null,
      rule: ruleId,
      public: false,
    });
  }
  return { format: 'sarif', candidates, skipped };
}
