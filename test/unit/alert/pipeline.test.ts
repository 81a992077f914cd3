import { beforeEach, describe, expect, it } from 'vitest';
import type { AlertPipeline } from '../../../src/alert/pipeline.ts';
import { createAlertPipeline } from '../../../src/alert/pipeline.ts';
import type { AlertConfig } from '../../../src/alert/policy.ts';
import { DEFAULT_ALERT_CONFIG, DEFAULT_SINK_POLICY } from '../../../src/alert/policy.ts';
import type { AlertGroup, AlertSink, SendResult } from '../../../src/core/sink.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../../../src/core/time.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { entryFor } from './candidates.ts';
import { MemoryAlertStore, MemoryIncidents } from './memory-store.ts';
import { finding, incident, NIGHT } from './samples.ts';

const SENT: SendResult = { kind: 'sent', receipt: '200 ok' };

/** A sink that answers what it is told to, and remembers what it got. */
class Recorder implements AlertSink {
  readonly kind = 'recorder';
  readonly id: string;
  readonly got: AlertGroup[] = [];
  answers: (SendResult | 'throws' | 'hangs')[] = [];

  constructor(id: string) {
    this.id = id;
  }

  send(group: AlertGroup): Promise<SendResult> {
    this.got.push(group);
    const answer = this.answers.shift() ?? SENT;
    if (answer === 'throws') return Promise.reject(new Error('https://hooks.example/T0/secret is down'));
    return answer === 'hangs' ? new Promise(() => undefined) : Promise.resolve(answer);
  }
}

let clock: FakeClock;
let store: MemoryAlertStore;
let incidents: MemoryIncidents;
let chat: Recorder;
let pager: Recorder;

function pipeline(config: Partial<AlertConfig> = {}): AlertPipeline {
  return createAlertPipeline({
    store,
    incidents: incidents.store,
    sinks: [chat, pager],
    clock,
    config: { ...DEFAULT_ALERT_CONFIG, ...config },
  });
}

beforeEach(async () => {
  clock = new FakeClock(NIGHT);
  store = new MemoryAlertStore();
  incidents = new MemoryIncidents();
  chat = new Recorder('chat');
  pager = new Recorder('pager');
  incidents.put(incident());
  await store.enqueue([entryFor(incident())]);
});

describe('a tick', () => {
  it('tells every sink once and then has nothing to do', async () => {
    const alerts = pipeline();

    const first = await alerts.tick();
    const second = await alerts.tick();

    expect(first.map((one) => [one.sink, one.result, one.reason])).toEqual([
      ['chat', 'sent', 'first'],
      ['pager', 'sent', 'first'],
    ]);
    expect(second).toEqual([]);
    expect([chat.got.length, pager.got.length]).toEqual([1, 1]);
  });

  it('writes the intention before the call and the end after it', async () => {
    const seen: string[][] = [];
    chat.send = async () => {
      seen.push([...store.results('chat')]);
      return SENT;
    };

    await pipeline().tick();

    expect(seen).toEqual([['attempting']]);
    expect(store.results('chat')).toEqual(['attempting', 'sent']);
  });

  it('records what it left out and why', async () => {
    const outcomes = await pipeline({ sinks: { pager: { ...DEFAULT_SINK_POLICY, pages: false } } }).tick();

    expect(outcomes.map((one) => [one.sink, one.result])).toEqual([
      ['chat', 'sent'],
      ['pager', 'suppressed'],
    ]);
    expect(store.records.findLast((one) => one.sink === 'pager')?.detail).toBe(
      'no-pages: this sink takes digests only',
    );
  });

  it('leaves no timer behind', async () => {
    await pipeline().tick();

    expect(clock.sleeping).toBe(0);
  });

  it('joins one that is under way instead of sending twice', async () => {
    const alerts = pipeline();

    await Promise.all([alerts.tick(), alerts.tick()]);

    expect(chat.got).toHaveLength(1);
  });

  it('flushes though another one is under way', async () => {
    incidents.put(incident({ historical: true }));
    const alerts = pipeline();

    const [first, second] = await Promise.all([alerts.tick(), alerts.tick({ flush: true })]);

    expect(first.map((one) => one.result)).toEqual(['held', 'held']);
    expect(second.map((one) => one.result)).toEqual(['sent', 'sent']);
  });

  it('asks for open incidents once a minute at most when there is nothing to send', async () => {
    const alerts = pipeline();
    await alerts.tick();
    let asked = 0;
    const list = incidents.store.list.bind(incidents.store);
    incidents.store.list = (filter) => {
      asked += 1;
      return list(filter);
    };

    for (let second = 1; second <= 180; second++) {
      clock.set(NIGHT + second * SECOND);
      await alerts.tick();
    }

    expect(asked).toBe(3);
  });

  it('puts many historical incidents into one digest that no pager gets', async () => {
    const old = Array.from({ length: 30 }, (_, index) => incident({ id: `inc-${index}`, historical: true }));
    incidents.byId.clear();
    store.entries.clear();
    incidents.put(...old);
    await store.enqueue(old.map((one) => entryFor(one)));
    const alerts = pipeline({ sinks: { pager: { ...DEFAULT_SINK_POLICY, digests: false } } });

    const waiting = await alerts.tick();
    const flushed = await alerts.tick({ flush: true });

    expect(waiting.filter((one) => one.sink === 'chat').map((one) => one.result)).toEqual(['held']);
    expect(flushed.map((one) => [one.sink, one.result, one.reason])).toEqual([['chat', 'sent', 'digest']]);
    expect(chat.got[0]?.incidents).toHaveLength(30);
    expect(pager.got).toEqual([]);
  });

  it('follows a merge to the incident as it is now', async () => {
    incidents.byId.clear();
    incidents.put(incident({ id: 'inc-into' }));
    incidents.merged.set('inc-7f3a9c2e', 'inc-into');

    await pipeline().tick();

    expect(chat.got[0]?.incidents[0]?.id).toBe('inc-into');
  });

  it('gives up an entry whose incident is gone, instead of asking for it for ever', async () => {
    incidents.byId.clear();

    await pipeline().tick();
    await pipeline().tick();

    expect(store.results('chat')).toEqual(['suppressed']);
  });

  it('tells what a silence held when the silence is over', async () => {
    const silences = [
      { id: 's', account: '111122223333', from: NIGHT, until: NIGHT + HOUR, owner: 'ana', reason: 'drill' },
    ];
    const alerts = pipeline({ silences });

    const during = await alerts.tick();
    clock.set(NIGHT + HOUR);
    const after = await alerts.tick();

    expect(during.map((one) => one.result)).toEqual(['held', 'held']);
    expect(after.map((one) => one.result)).toEqual(['sent', 'sent']);
  });

  it('begins nothing more once it is told to stop', async () => {
    const stop = new AbortController();
    stop.abort();

    await pipeline().tick({ signal: stop.signal });

    expect(chat.got).toEqual([]);
    expect(store.records).toEqual([]);
  });
});

describe('a failing sink', () => {
  it('is tried again later and later, and each repeat says that it may be one', async () => {
    const fail: SendResult = { kind: 'retry', after: 0, reason: 'answered 503' };
    chat.answers = [fail, fail, fail];
    const alerts = pipeline();
    const waits: number[] = [];

    for (let attempt = 0; attempt < 4; attempt++) {
      await alerts.tick();
      const next = store.records.findLast((one) => one.sink === 'chat')?.nextAt ?? null;
      if (next === null) break;
      waits.push(next - clock.now());
      clock.set(next - 1);
      expect(await alerts.tick()).toEqual([]);
      clock.set(next);
    }

    expect(waits).toEqual([5 * SECOND, 10 * SECOND, 20 * SECOND]);
    expect(chat.got.map((group) => group.maybeRepeat)).toEqual([false, true, true, true]);
    expect(new Set(chat.got.map((group) => group.id)).size).toBe(1);
    expect(store.results('chat')).toEqual([
      'attempting',
      'retry',
      'attempting',
      'retry',
      'attempting',
      'retry',
      'attempting',
      'sent',
    ]);
  });

  it('is given the time it asks for', async () => {
    chat.answers = [{ kind: 'retry', after: 7 * MINUTE, reason: 'answered 429' }];

    await pipeline().tick();

    expect(store.records.findLast((one) => one.sink === 'chat')?.nextAt).toBe(NIGHT + 7 * MINUTE);
  });

  it('does not keep another sink waiting', async () => {
    chat.answers = ['hangs'];

    const outcomes = await clock.runUntil(pipeline().tick());

    expect(outcomes.map((one) => [one.sink, one.result, one.detail])).toEqual([
      ['chat', 'retry', 'no answer within 60000 ms'],
      ['pager', 'sent', '200 ok'],
    ]);
  });

  it('that throws is tried again, and its words, which may hold an address, go nowhere', async () => {
    chat.answers = ['throws'];

    const outcomes = await pipeline().tick();

    expect(outcomes[0]).toMatchObject({ result: 'retry', detail: 'sink chat failed unexpectedly' });
    expect(JSON.stringify(store.records)).not.toContain('hooks.example');
  });

  it('that refuses is final and visible', async () => {
    chat.answers = [{ kind: 'rejected', reason: 'answered 404 no_service' }];
    const alerts = pipeline();

    const outcomes = await alerts.tick();
    clock.set(NIGHT + DAY - 1);
    await alerts.tick();

    expect(outcomes[0]).toMatchObject({ result: 'rejected', detail: 'answered 404 no_service' });
    expect(chat.got).toHaveLength(1);
  });

  it('is given up after three days, visibly', async () => {
    chat.answers = [
      { kind: 'retry', after: 0, reason: 'answered 500' },
      { kind: 'retry', after: 0, reason: 'answered 500' },
    ];
    const alerts = pipeline();

    await alerts.tick();
    incidents.put(incident({ status: 'acknowledged' }));
    clock.set(NIGHT + 3 * DAY);
    const outcomes = await alerts.tick();

    const detail = 'gave up after 2 attempts: answered 500';
    expect(outcomes).toMatchObject([{ sink: 'chat', result: 'rejected', detail }]);
    expect(store.records.at(-1)).toMatchObject({ sink: 'chat', result: 'rejected', detail, nextAt: null });
  });

  it('is not given up while the incident is open: each reminder is worth a new attempt', async () => {
    chat.answers = Array.from({ length: 10 }, (): SendResult => ({ kind: 'retry', after: 0, reason: 'answered 500' }));
    const alerts = pipeline();

    for (let day = 0; day < 5; day++) {
      clock.set(NIGHT + day * DAY);
      await alerts.tick();
    }

    expect(chat.got).toHaveLength(5);
    expect(store.records.filter((one) => one.result === 'rejected')).toEqual([]);
  });
});

describe('after a crash', () => {
  it('sends a message again whose end was never written, and says that it may be a repeat', async () => {
    await store.record({
      entry: entryFor(incident()).id,
      sink: 'chat',
      attempt: 1,
      at: NIGHT,
      result: 'attempting',
      detail: 'first',
      nextAt: null,
    });

    await pipeline().tick();

    expect(chat.got.map((group) => group.maybeRepeat)).toEqual([true]);
    expect(pager.got.map((group) => group.maybeRepeat)).toEqual([false]);
  });
});

describe('an open incident', () => {
  it('is told again once a day until somebody is on it', async () => {
    const alerts = pipeline();
    await alerts.tick();

    clock.set(NIGHT + DAY - 1);
    expect(await alerts.tick()).toEqual([]);
    clock.set(NIGHT + DAY + MINUTE);
    const reminded = await alerts.tick();
    incidents.put(incident({ status: 'acknowledged', owner: 'ana' }));
    clock.set(NIGHT + 3 * DAY);
    await alerts.tick();

    expect(reminded.map((one) => [one.result, one.reason])).toEqual([
      ['sent', 'repeat'],
      ['sent', 'repeat'],
    ]);
    expect(chat.got).toHaveLength(2);
  });

  it('is told again when evidence comes in, but not for each piece of it', async () => {
    const alerts = pipeline();
    await alerts.tick();
    for (let number = 1; number <= 20; number++) {
      incidents.put(
        incident({ findings: Array.from({ length: 1 + number }, (_, index) => finding({ id: `fnd-${index}` })) }),
      );
      await store.enqueue([
        entryFor(incident(), { id: `evidence-${number}`, reason: 'new-evidence', at: clock.now() }),
      ]);
      clock.set(clock.now() + 30 * SECOND);
      await alerts.tick();
    }

    expect(chat.got.map((group) => group.reason)).toEqual(['first', 'new-evidence', 'new-evidence']);
  });

  it('pages when many small signals have added up, though no single one called for a message', async () => {
    incidents.put(incident({ severity: 'medium', score: 75 }));
    const alerts = pipeline({ sinks: { pager: { ...DEFAULT_SINK_POLICY, digests: false } } });
    await alerts.tick({ flush: true });
    incidents.put(incident({ severity: 'medium', score: 100 }));

    for (const minute of [1, 2, 3]) {
      clock.set(NIGHT + minute * MINUTE);
      await alerts.tick();
    }

    expect(chat.got.map((group) => group.reason)).toEqual(['digest', 'severity-raised']);
    expect(pager.got.map((group) => group.reason)).toEqual(['first']);
  });

  it('that has been history pages when it becomes live', async () => {
    incidents.put(incident({ historical: true }));
    const alerts = pipeline();
    await alerts.tick({ flush: true });
    incidents.put(incident());
    await store.enqueue([entryFor(incident(), { id: 'live', reason: 'new-evidence', at: NIGHT + 1 })]);

    await alerts.tick();

    expect(chat.got.map((group) => group.reason)).toEqual(['digest', 'severity-raised']);
  });
});
