import { describe, expect, it } from 'vitest';
import { DEFAULT_SINK_POLICY } from '../../../src/alert/policy.ts';
import { modeOf, route } from '../../../src/alert/stages/route.ts';
import { DAY } from '../../../src/core/time.ts';
import { candidates, state } from './candidates.ts';
import { incident, NIGHT } from './samples.ts';

describe('which incidents page', () => {
  it.each([
    ['a critical one', incident({ severity: 'critical', score: 100 }), 'page'],
    ['a critical one whatever its score', incident({ severity: 'critical', score: 10 }), 'page'],
    ['many weak signals that add up', incident({ severity: 'medium', score: 100 }), 'page'],
    ['a sum just below', incident({ severity: 'high', score: 99 }), 'digest'],
    ['history, however bad', incident({ historical: true, severity: 'critical', score: 500 }), 'digest'],
  ])('%s', (_name, one, mode) => {
    expect(modeOf(one)).toBe(mode);
  });
});

describe('route', () => {
  it('lets through what a sink is for', () => {
    expect(route(candidates(incident()), state(), NIGHT).pass).toHaveLength(1);
  });

  it('drops what is less severe than the sink wants, and says so', () => {
    const only = { chat: { ...DEFAULT_SINK_POLICY, minSeverity: 'high' as const } };

    const sorted = route(candidates(incident({ severity: 'medium', score: 120 })), state({}, { sinks: only }), NIGHT);

    expect(sorted.pass).toEqual([]);
    expect(sorted.dropped.map((one) => one.why)).toEqual(['below-severity: medium is less than high']);
  });

  it('lets a severity through that equals the least', () => {
    const only = { chat: { ...DEFAULT_SINK_POLICY, minSeverity: 'high' as const } };

    expect(route(candidates(incident({ severity: 'high' })), state({}, { sinks: only }), NIGHT).pass).toHaveLength(1);
  });

  it('keeps history and low scores from a pager', () => {
    const pager = { chat: { ...DEFAULT_SINK_POLICY, digests: false } };
    const both = candidates(incident({ historical: true }), incident({ severity: 'high', score: 50 }));

    const sorted = route(both, state({}, { sinks: pager }), NIGHT);

    expect(sorted.dropped.map((one) => one.why)).toEqual([
      'no-digests: historical, and this sink takes pages only',
      'no-digests: score 50 does not page',
    ]);
  });

  it('tells a sink that was added later what is going on, not what ever was', () => {
    const later = NIGHT + 3 * DAY;
    const going = incident({ id: 'going' });
    const over = [incident({ id: 'contained', status: 'contained' }), incident({ id: 'old', historical: true })];

    const sorted = route(candidates(going, ...over), state(), later);

    expect(sorted.pass.map((one) => one.items[0]?.incident.id)).toEqual(['going']);
    expect(sorted.dropped.map((one) => one.why.split(':')[0])).toEqual(['old-news', 'old-news']);
    expect(route(candidates(...over), state(), later - 1).dropped).toEqual([]);
  });

  it('keeps pages from a sink for digests', () => {
    const archive = { chat: { ...DEFAULT_SINK_POLICY, pages: false } };

    expect(route(candidates(incident()), state({}, { sinks: archive }), NIGHT).dropped).toHaveLength(1);
  });
});
