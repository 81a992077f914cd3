import { describe, expect, it } from 'vitest';
import type { Severity } from '../../../src/core/event.ts';
import type { Finding } from '../../../src/core/finding.ts';
import { lowered, scoreOf, worse } from '../../../src/detect/score.ts';
import { START } from './support/story.ts';

let made = 0;
const finding = (detector: string, severity: Severity): Finding => ({
  id: `f${(made += 1)}`,
  detector,
  severity,
  subject: { kind: 'credential', id: 'acme:K' },
  account: '',
  provider: 'acme',
  at: START,
  reason: `${detector} says ${severity}`,
  evidence: [],
  historical: false,
});

describe('score', () => {
  it('adds up distinct detectors in full', () => {
    expect(scoreOf([finding('a', 'high'), finding('b', 'medium'), finding('c', 'low')]).total).toBe(85);
  });

  it('counts repeats of one detector less and less, never to double', () => {
    const totals = [1, 2, 3, 50].map(
      (times) => scoreOf(Array.from({ length: times }, () => finding('a', 'high'))).total,
    );

    expect(totals).toEqual([50, 63, 69, 75]);
  });

  it('lets no weak detector open an incident by repeating itself, and no high one page', () => {
    const many = (severity: Severity): number =>
      scoreOf(Array.from({ length: 99 }, () => finding('a', severity))).total;

    expect(many('medium')).toBeLessThan(40);
    expect(many('high')).toBeLessThan(100);
  });

  it('pages by one critical finding, or by two high ones of different kind', () => {
    expect(scoreOf([finding('a', 'critical')])).toMatchObject({ total: 100, severity: 'critical' });
    expect(scoreOf([finding('a', 'high'), finding('b', 'high')])).toMatchObject({ total: 100, severity: 'critical' });
  });

  it('is never milder than its worst finding', () => {
    expect(scoreOf([finding('a', 'high')]).severity).toBe('high');
    expect(scoreOf([finding('a', 'medium'), finding('b', 'low'), finding('c', 'low')]).severity).toBe('medium');
  });

  it('explains every part with the sentence of its worst finding, strongest part first', () => {
    const { parts } = scoreOf([finding('weak', 'low'), finding('strong', 'medium'), finding('strong', 'high')]);

    expect(parts.map((part) => [part.detector, part.points, part.times, part.reason])).toEqual([
      ['strong', 56, 2, 'strong says high'],
      ['weak', 10, 1, 'weak says low'],
    ]);
  });

  it('does not depend on the order of findings', () => {
    const findings = [finding('a', 'low'), finding('b', 'high'), finding('a', 'medium')];

    expect(scoreOf(findings.toReversed())).toEqual(scoreOf(findings));
  });

  it('orders severities', () => {
    expect(worse('low', 'high')).toBe('high');
    expect([lowered('critical'), lowered('info')]).toEqual(['high', 'info']);
  });
});
