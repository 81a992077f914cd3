import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '../../../src/simulate/clock.ts';
import { type HttpSink, startHttpSink } from '../../../src/simulate/http-sink.ts';

describe('the webhook receiver', () => {
  let sink: HttpSink;
  const clock = new ManualClock(1_000);

  beforeEach(async () => {
    sink = await startHttpSink(clock);
  });

  afterEach(async () => {
    await sink.close();
  });

  const post = (body: string): Promise<Response> =>
    fetch(`${sink.url}/services/T0/B0`, { method: 'POST', body, headers: { 'x-own': 'yes' } });

  it('answers ok and keeps what came', async () => {
    const answer = await post('{"text":"hello"}');

    expect([answer.status, await answer.text()]).toEqual([200, 'ok']);
    expect(sink.received).toMatchObject([
      { at: 1_000, path: '/services/T0/B0', body: '{"text":"hello"}', headers: { 'x-own': 'yes' }, accepted: true },
    ]);
  });

  it('fails as often as planned, in order, and keeps the body nevertheless', async () => {
    sink.next({ kind: 'rate-limited', retryAfterSeconds: 7 });
    sink.next({ kind: 'error', status: 500 }, 2);

    const answers = [await post('1'), await post('2'), await post('3'), await post('4')];

    expect(answers.map((answer) => answer.status)).toEqual([429, 500, 500, 200]);
    expect(answers[0]?.headers.get('retry-after')).toBe('7');
    expect(sink.received.map((one) => [one.body, one.accepted])).toEqual([
      ['1', false],
      ['2', false],
      ['3', false],
      ['4', true],
    ]);
  });

  it('takes the body and hangs up', async () => {
    sink.next({ kind: 'reset' });

    await expect(post('lost')).rejects.toThrow();

    expect(sink.received).toMatchObject([{ body: 'lost', accepted: false }]);
  });

  it('hangs until it is released', async () => {
    sink.next({ kind: 'hang' });
    const order: string[] = [];
    const first = post('slow').then(() => order.push('slow'));
    await post('fast');
    order.push('fast');

    sink.release();

    await first;
    expect(order).toEqual(['fast', 'slow']);
  });
});
