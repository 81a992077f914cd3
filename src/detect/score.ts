import { PAGE_SCORE, SEVERITY_POINTS } from '../core/detector.ts';
import type { Severity } from '../core/event.ts';
import { SEVERITIES } from '../core/event.ts';
import type { Finding } from '../core/finding.ts';
import type { ScorePart } from '../core/incident.ts';

export interface Score {
  readonly total: number;
  readonly severity: Severity;
  /** Strongest first. */
  readonly parts: readonly ScorePart[];
}

/** Each repeat by the same detector adds half of the one before, so that no detector alone can double itself. */
const REPEAT_FACTOR = 0.5;
const HIGH_SCORE = 75;

/**
 * The sum over distinct detectors: the full points of each one's worst finding, and less and less
 * for every repeat. Pure.
 */
export function scoreOf(findings: readonly Finding[]): Score {
  const byDetector = new Map<string, Finding[]>();
  for (const finding of findings) {
    const list = byDetector.get(finding.detector) ?? [];
    list.push(finding);
    byDetector.set(finding.detector, list);
  }
  const parts = [...byDetector.entries()].map(([detector, list]) => partOf(detector, list));
  parts.sort((a, b) => b.points - a.points || (a.detector < b.detector ? -1 : 1));
  const total = parts.reduce((sum, part) => sum + part.points, 0);
  return { total, severity: severityOf(total, findings), parts };
}

function partOf(detector: string, findings: readonly Finding[]): ScorePart {
  const ordered = findings.toSorted((a, b) => SEVERITY_POINTS[b.severity] - SEVERITY_POINTS[a.severity]);
  let points = 0;
  let share = 1;
  for (const finding of ordered) {
    points += SEVERITY_POINTS[finding.severity] * share;
    share = share === 1 ? REPEAT_FACTOR / 2 : share * REPEAT_FACTOR;
  }
  const worst = ordered[0];
  return { detector, points: Math.round(points), times: findings.length, reason: worst?.reason ?? '' };
}

function severityOf(total: number, findings: readonly Finding[]): Severity {
  const bySum: Severity = total >= PAGE_SCORE ? 'critical' : total >= HIGH_SCORE ? 'high' : 'medium';
  return findings.reduce<Severity>((worst, finding) => worse(worst, finding.severity), bySum);
}

export function worse(a: Severity, b: Severity): Severity {
  return SEVERITIES.indexOf(a) >= SEVERITIES.indexOf(b) ? a : b;
}

/** One step up, for what is worse in the light of something else. */
export function raised(severity: Severity): Severity {
  return SEVERITIES[Math.min(SEVERITIES.length - 1, SEVERITIES.indexOf(severity) + 1)] ?? severity;
}

/** One step down, for what a habit explains in part. `info` stays. */
export function lowered(severity: Severity): Severity {
  return SEVERITIES[Math.max(0, SEVERITIES.indexOf(severity) - 1)] ?? severity;
}
