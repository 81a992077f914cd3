import { AppError } from '../core/errors.ts';
import type { ParsedReport } from './candidate.ts';
import { isGitleaks, parseGitleaks } from './gitleaks.ts';
import { isSarif, parseSarif } from './sarif.ts';
import { isTrufflehog, parseTrufflehog } from './trufflehog.ts';

/**
 * Reads a scanner's report, whichever of the known ones it is.
 * @throws AppError `LEAK_REPORT_UNKNOWN`; its message quotes nothing of the report
 */
export function parseReport(text: string): ParsedReport {
  const document = parseJson(text.trim());
  // An empty list is what gitleaks writes when it found nothing.
  if (isGitleaks(document)) return parseGitleaks(document);
  if (isSarif(document)) return parseSarif(document);
  if (Array.isArray(document) && document.some(isTrufflehog)) return parseTrufflehog(document);
  if (isTrufflehog(document)) return parseTrufflehog([document]);

  const lines = text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map(parseJson);
  if (lines.some(isTrufflehog)) return parseTrufflehog(lines);
  throw new AppError('The report is in none of the known formats', {
    code: 'LEAK_REPORT_UNKNOWN',
    kind: 'bad-input',
    hint: 'Give a JSON report of gitleaks, the JSON lines of trufflehog, or SARIF 2.1.',
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
