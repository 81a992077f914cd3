import type { AlertGroup, AlertSink, SendResult } from '../core/sink.ts';
import type { Clock, Millis } from '../core/time.ts';

/** The one stage with an effect: a single call with a time limit. A sink that throws counts as a failed attempt. */
export async function deliver(
  sink: AlertSink,
  group: AlertGroup,
  clock: Clock,
  timeout: Millis,
  stop: AbortSignal,
): Promise<SendResult> {
  const limit = new AbortController();
  const settled = new AbortController();
  const signal = AbortSignal.any([limit.signal, stop]);
  const expiry = clock.timeout(timeout, settled.signal).then(
    (): SendResult => {
      limit.abort();
      return { kind: 'retry', after: 0, reason: `no answer within ${timeout} ms` };
    },
    (): SendResult => ({ kind: 'retry', after: 0, reason: 'stopped' }),
  );
  const call = sink
    .send(group, signal)
    .catch((): SendResult => ({ kind: 'retry', after: 0, reason: `sink ${sink.id} failed unexpectedly` }));
  try {
    return await Promise.race([call, expiry]);
  } finally {
    settled.abort();
  }
}
