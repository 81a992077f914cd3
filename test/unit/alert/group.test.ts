import { describe, expect, it } from 'vitest';
import { alertGroup } from '../../../src/alert/alert-group.ts';
import { group } from '../../../src/alert/stages/group.ts';
import { candidateOf } from '../../../src/alert/stages/route.ts';
import { HOUR, SECOND } from '../../../src/core/time.ts';
import { candidates, entryFor, item, state } from './candidates.ts';
import { incident, NIGHT } from './samples.ts';

const high = incident({ id: 'inc-high', severity: 'high', score: 150 });
const old = [1, 2, 3].map((number) => incident({ id: `inc-old${number}`, historical: true }));

describe('group', () => {
  it('makes one page of all that waits about one incident', () => {
    const later = candidateOf('chat', item({ entry: entryFor(incident(), { id: 'later', reason: 'new-evidence' }) }));

    const { pass } = group([...candidates(incident()), later], state(), NIGHT);

    expect(pass.map((one) => one.items.map((each) => each.entry.id))).toEqual([['inc-7f3a9c2e/first', 'later']]);
  });

  it('never puts two incidents into one page', () => {
    const { pass } = group(candidates(incident(), incident({ id: 'inc-other' })), state(), NIGHT);

    expect(pass).toHaveLength(2);
  });

  it('sends a critical page at once, and lets others collect for the group wait', () => {
    const both = candidates(incident(), high);

    const early = group(both, state(), NIGHT + 29 * SECOND);
    const due = group(both, state(), NIGHT + 30 * SECOND);

    expect(early.pass.map((one) => one.items[0]?.incident.id)).toEqual(['inc-7f3a9c2e']);
    expect(early.held.map((one) => one.why)).toEqual(['collecting: due in 1 s']);
    expect(due.pass).toHaveLength(2);
  });

  it('makes one digest of history, when it has collected long enough', () => {
    expect(group(candidates(...old), state(), NIGHT + HOUR - 1).pass).toEqual([]);

    const { pass } = group(candidates(...old), state(), NIGHT + HOUR);

    expect(pass.map((one) => [one.mode, one.items.length])).toEqual([['digest', 3]]);
  });

  it('waits for nothing when asked to flush', () => {
    expect(group(candidates(...old, high), state({ flush: true }), NIGHT).pass).toHaveLength(2);
  });

  it('does not let a digest that failed wait a second time', () => {
    const failed = candidateOf('chat', item({ incident: incident({ historical: true }), attempts: 1 }));

    expect(group([failed], state(), NIGHT).pass).toHaveLength(1);
  });

  it('keeps sinks apart', () => {
    const other = candidateOf('pager', item());

    expect(group([...candidates(incident()), other], state(), NIGHT).pass.map((one) => one.sink)).toEqual([
      'chat',
      'pager',
    ]);
  });
});

describe('the message made of a candidate', () => {
  const [one] = group(candidates(...old), state({ flush: true }), NIGHT).pass;
  if (one === undefined) throw new Error('nothing passed');

  it('has the same id whenever it is sent, and another for other entries', () => {
    const fewer = { ...one, items: one.items.slice(1) };

    expect(alertGroup(one, NIGHT).id).toBe(alertGroup(one, NIGHT + HOUR).id);
    expect(alertGroup(fewer, NIGHT).id).not.toBe(alertGroup(one, NIGHT).id);
    expect(alertGroup({ ...one, sink: 'pager' }, NIGHT).id).not.toBe(alertGroup(one, NIGHT).id);
  });

  it('puts the worst incident first, each once', () => {
    const worse = incident({ id: 'inc-worse', historical: true, score: 900 });
    const [mixed] = group(candidates(...old, worse, worse), state({ flush: true }), NIGHT).pass;

    expect(mixed === undefined ? [] : alertGroup(mixed, NIGHT).incidents.map((each) => each.id)).toEqual([
      'inc-worse',
      'inc-old1',
      'inc-old2',
      'inc-old3',
    ]);
  });

  it('says that it may be a repeat after an attempt that failed or never ended', () => {
    const told = (change: { attempts?: number; unfinished?: boolean }): boolean =>
      alertGroup({ ...one, items: [item(change)] }, NIGHT).maybeRepeat;

    expect([told({}), told({ attempts: 1 }), told({ unfinished: true })]).toEqual([false, true, true]);
  });
});
