import type { Secret } from '../core/secret.ts';
import type { Millis } from '../core/time.ts';

/** A piece of text in which somebody found a key; not yet known to be one of ours. */
export interface Candidate {
  /** May hold several keys (an id and its secret); dropped after hashing. */
  readonly text: Secret;
  /** Written by others: escape on output. */
  readonly place: string;
  /** When it was put there (commit date), or null. */
  readonly at: Millis | null;
  /** What the finder calls it. */
  readonly rule: string;
  readonly public: boolean;
}

/** A finding that became no exposure, and why. */
export interface Skipped {
  readonly place: string;
  readonly reason: string;
}

export type ReportFormat = 'gitleaks' | 'trufflehog' | 'sarif';

export interface ParsedReport {
  readonly format: ReportFormat;
  readonly candidates: readonly Candidate[];
  readonly skipped: readonly Skipped[];
}

/** `repository path/file:12 @0a1b2c3d`, as far as it is known. */
export function placeText(parts: {
  readonly repository?: string;
  readonly file?: string;
  readonly line?: number;
  readonly commit?: string;
}): string {
  const { repository = '', file = '', line = 0, commit = '' } = parts;
  const where = line > 0 && file !== '' ? `${file}:${String(line)}` : file;
  return [repository, where, commit === '' ? '' : `@${commit.slice(0, 12)}`].filter((part) => part !== '').join(' ');
}

/** True for what scanners write in place of a secret that they were told not to show. */
export function isMasked(text: string): boolean {
  return text === '' || /^(?:REDACTED|\[?redacted\]?|<redacted>)$/i.test(text) || /\*{3}|\.{3}$|…$/.test(text);
}
