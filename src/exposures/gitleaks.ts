import { z } from 'zod';
import { Secret } from '../core/secret.ts';
import { parseInstant } from '../kit/instants.ts';
import { type Candidate, isMasked, type ParsedReport, placeText, type Skipped } from './candidate.ts';

/** One finding of `gitleaks --report-format json`; only what we use. */
const FINDING = z.looseObject({
  RuleID: z.string(),
  Secret: z.string(),
  Match: z.string().default(''),
  File: z.string().default(''),
  StartLine: z.number().default(0),
  Commit: z.string().default(''),
  Date: z.string().default(''),
});

export function isGitleaks(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'object' && item !== null && 'RuleID' in item);
}

export function parseGitleaks(findings: readonly unknown[]): ParsedReport {
  const candidates: Candidate[] = [];
  const skipped: Skipped[] = [];
  for (const [index, value] of findings.entries()) {
    const finding = FINDING.safeParse(value);
    if (!finding.success) {
      skipped.push({ place: `finding ${String(index + 1)}`, reason: 'is not complete' });
      continue;
    }
    const { RuleID, Secret: secret, Match, File, StartLine, Commit, Date: date } = finding.data;
    const place = placeText({ file: File, line: StartLine, commit: Commit });
    if (isMasked(secret)) {
      skipped.push({ place, reason: 'the scanner masked the secret; run it without --redact' });
      continue;
    }
    // The match is the secret with what stood around it: often the id that belongs to it.
    const text = Match.includes(secret) ? Match : `${secret}\n${Match}`;
    candidates.push({ text: new Secret(text), place, at: parseInstant(date), rule: RuleID, public: false });
  }
  return { format: 'gitleaks', candidates, skipped };
}
