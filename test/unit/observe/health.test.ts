import { describe, expect, it } from 'vitest';
import { coverageSentence } from '../../../src/core/coverage.ts';
import { DAY, HOUR, MINUTE } from '../../../src/core/time.ts';
import { coverageOf, healthOf, type SourceState } from '../../../src/observe/health.ts';

const NOW = Date.UTC(2026, 10, 23, 20);

function source(change: Partial<SourceState> = {}): SourceState {
  return {
    id: 'acme.audit/a',
    title: 'Acme audit log',
    provider: 'acme',
    account: 'a',
    every: 5 * MINUTE,
    lag: 15 * MINUTE,
    observedFrom: NOW - 14 * DAY,
    observedThrough: NOW - 2 * MINUTE,
    lastSuccess: NOW - 2 * MINUTE,
    failure: null,
    newestEvent: NOW - 20 * MINUTE,
    longestPause: HOUR,
    gaps: [],
    blindSpots: ['reads of single objects'],
    ...change,
  };
}

function judged(change: Partial<SourceState>): {
  status: string;
  reasons: readonly string[];
  sentences: readonly string[];
} {
  const [one] = healthOf([source(change)], NOW).sources;
  return {
    status: one?.status ?? '',
    reasons: one?.blind.map(({ reason }) => reason) ?? [],
    sentences: one?.blind.map(({ sentence }) => sentence) ?? [],
  };
}

const failure = { kind: 'transient', message: 'no answer', since: NOW - 2 * HOUR, times: 9 } as const;

describe('healthOf', () => {
  it('finds nothing wrong with a source that is read to the present', () => {
    expect(healthOf([source()], NOW)).toEqual({
      status: 'ok',
      sources: [
        {
          source: 'acme.audit/a',
          title: 'Acme audit log',
          status: 'ok',
          observedThrough: NOW - 2 * MINUTE,
          behind: 2 * MINUTE,
          blind: [],
        },
      ],
    });
  });

  it('is as bad as the worst source', () => {
    expect(healthOf([source(), source({ observedThrough: null, lastSuccess: null })], NOW).status).toBe('degraded');
    expect(healthOf([source(), source({ failure: { ...failure, kind: 'auth' } })], NOW).status).toBe('blind');
    expect(healthOf([], NOW).status).toBe('ok');
  });

  it.each(['auth', 'forbidden', 'config'] as const)('calls a refusal of kind %s blindness at once', (kind) => {
    expect(judged({ failure: { kind, message: 'denied', since: NOW - MINUTE, times: 1 } })).toMatchObject({
      status: 'blind',
      reasons: ['no-access'],
      sentences: ['Acme audit log since 2026-11-23T19:58:00Z: access refused (denied)'],
    });
  });

  it('forgives failures until reading has fallen behind', () => {
    expect(judged({ failure })).toMatchObject({ status: 'degraded', reasons: [] });
    expect(judged({ failure, lastSuccess: NOW - 2 * HOUR, observedThrough: NOW - 2 * HOUR })).toMatchObject({
      status: 'blind',
      reasons: ['failing'],
      sentences: ['Acme audit log since 2026-11-23T18:00:00Z: failed 9 times (no answer)'],
    });
  });

  it('notices that polls do not happen at all', () => {
    expect(judged({ lastSuccess: NOW - HOUR, observedThrough: NOW - HOUR })).toMatchObject({
      status: 'degraded',
      reasons: ['behind'],
    });
  });

  it('waits as long as rhythm and lateness explain', () => {
    expect(judged({ lastSuccess: NOW - 30 * MINUTE })).toMatchObject({ status: 'ok' });
    expect(judged({ lastSuccess: NOW - 30 * MINUTE - 1 })).toMatchObject({ status: 'degraded' });
  });

  it('says that a source was never read, and is blind when that is because it fails', () => {
    expect(judged({ observedFrom: null, observedThrough: null, lastSuccess: null })).toMatchObject({
      status: 'degraded',
      reasons: ['never-read'],
    });
    expect(judged({ observedFrom: null, observedThrough: null, lastSuccess: null, failure })).toMatchObject({
      status: 'blind',
      reasons: ['failing'],
    });
  });

  it('notices a source that answers but went quiet beyond all its habits', () => {
    expect(judged({ newestEvent: NOW - 3 * HOUR })).toMatchObject({ status: 'ok' });
    expect(judged({ newestEvent: NOW - 4 * HOUR })).toMatchObject({ status: 'degraded', reasons: ['silent'] });
  });

  it('lets a quiet source be quiet', () => {
    expect(judged({ newestEvent: NOW - 9 * DAY, longestPause: 4 * DAY })).toMatchObject({ status: 'ok' });
    expect(judged({ newestEvent: null, longestPause: null })).toMatchObject({ status: 'ok' });
  });

  it('keeps telling gaps that can never be read again', () => {
    const gap = { from: NOW - 100 * DAY, to: NOW - 90 * DAY, reason: 'older than the provider keeps' };

    expect(judged({ gaps: [gap] })).toMatchObject({
      status: 'ok',
      reasons: ['gap'],
      sentences: ['Acme audit log from 2026-08-15T20:00:00Z to 2026-08-25T20:00:00Z (older than the provider keeps)'],
    });
    expect(judged({ gaps: [{ ...gap, to: NOW - MINUTE }] })).toMatchObject({ status: 'degraded' });
  });
});

describe('coverageOf', () => {
  it('says what was seen and what was not, each once', () => {
    const gap = { from: NOW - 100 * DAY, to: NOW - 90 * DAY, reason: 'expired' };
    const coverage = coverageOf(
      [source({ gaps: [gap] }), source({ id: 'acme.audit/b', account: 'b', observedThrough: null })],
      NOW,
    );

    expect(coverage.spans).toEqual([
      {
        source: 'acme.audit/a',
        title: 'Acme audit log',
        provider: 'acme',
        account: 'a',
        from: NOW - 14 * DAY,
        to: NOW - 2 * MINUTE,
      },
    ]);
    expect(coverage.notVisible).toEqual([
      'Acme audit log from 2026-08-15T20:00:00Z to 2026-08-25T20:00:00Z (expired)',
      'Acme audit log: not read yet',
      'reads of single objects',
    ]);
    expect(coverageSentence(coverage)).toContain(
      'seen: Acme audit log, 2026-11-09T20:00:00Z to 2026-11-23T19:58:00Z; not visible: ',
    );
  });

  it('does not claim to have seen anything without sources', () => {
    expect(coverageSentence(coverageOf([], NOW))).toBe('nothing could be seen');
  });
});
