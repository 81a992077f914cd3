import { describe, expect, it } from 'vitest';
import { createAlertPipeline } from '../../../src/alert/pipeline.ts';
import { DEFAULT_ALERT_CONFIG } from '../../../src/alert/policy.ts';
import { type Detection, openDetection } from '../../../src/app/watch/detection.ts';
import type { EventBatch } from '../../../src/core/batch.ts';
import type { Store } from '../../../src/core/ports.ts';
import type { AlertSink } from '../../../src/core/sink.ts';
import { MINUTE } from '../../../src/core/time.ts';
import type { SigmaRule } from '../../../src/detect/sigma/rule.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { FAKE_START, fakeSystem } from '../../support/fake-system.ts';
import { useStores } from '../../support/stores.ts';
import { committed, type StoryEvent, storyEngine } from '../detect/support/story.ts';
import { testRule } from '../detect/support/test-rules.ts';

const open = useStores();
const RULES = [testRule('bad', 'high'), testRule('odd', 'medium')];
const token = (credential: string): StoryEvent['context'] & object => ({ credential, credentialKind: 'token' });

/** A token known by its hash, then by its number, and at last by both. */
const STORY: readonly EventBatch[] = (
  [
    { context: token('hash/7'), hits: [{ rule: 'bad' }] },
    { context: token('number/7'), hits: [{ rule: 'bad' }, { rule: 'odd' }] },
    { context: token('number/7'), hits: [{ rule: 'odd' }] },
    { context: token('hash/7'), aliases: ['number/7'] },
    { context: token('number/7'), hits: [{ rule: 'odd' }] },
  ] satisfies Omit<StoryEvent, 'at'>[]
).map((event, index) => committed([{ ...event, at: FAKE_START + index * MINUTE }], index + 1).batch);

/** Every batch is committed, then judged: these are the moments at which a process can die. */
type Deed = (detection: Detection) => Promise<unknown>;
const DEEDS: readonly Deed[] = STORY.flatMap((batch): Deed[] => [
  (detection) => detection.commit(batch),
  (detection) => detection.settle('all'),
]);

const wake = (store: Store, rules: readonly SigmaRule[] = RULES): Promise<Detection> =>
  openDetection(store, storyEngine({ rules }), fakeSystem().clock);

async function stateOf(store: Store): Promise<unknown> {
  return {
    incidents: await store.incidents.list({}),
    findings: await store.incidents.findings({}),
    alerts: (await store.alerts.pending(['console'], FAKE_START)).map(({ entry }) => entry),
  };
}

describe('a crash while two names of one token are learned', () => {
  it.each(DEEDS.map((_deed, index) => index))(
    'after deed %i leads to the same incidents, findings and alerts',
    async (died) => {
      const straight = await open();
      let detection = await wake(straight);
      for (const deed of DEEDS) await deed(detection);
      const crashed = await open();
      detection = await wake(crashed);
      for (const [index, deed] of DEEDS.entries()) {
        await deed(detection);
        if (index !== died) continue;
        detection = await wake(crashed);
      }

      expect(await stateOf(crashed)).toEqual(await stateOf(straight));
      expect(await crashed.incidents.list({})).toHaveLength(1);
    },
  );

  it('again and again leads there, too', async () => {
    const straight = await open();
    let detection = await wake(straight);
    for (const deed of DEEDS) await deed(detection);
    const crashed = await open();
    for (const deed of DEEDS) {
      detection = await wake(crashed);
      await deed(detection);
    }
    detection = await wake(crashed);
    await detection.settle('all');

    expect(await stateOf(crashed)).toEqual(await stateOf(straight));
  });

  it('keeps the history of the incident that was merged', async () => {
    const store = await open();
    const detection = await wake(store);
    for (const deed of DEEDS.slice(0, 7)) await deed(detection);
    const before = await store.incidents.list({});
    await DEEDS[7]?.(detection);
    const [after] = await store.incidents.list({});
    const gone = before.map(({ id }) => id).find((id) => id !== after?.id) ?? '';

    expect(before).toHaveLength(2);
    expect(after?.notes.map(({ text }) => text)).toEqual([
      `${gone} was merged into this incident: acme:number/7 and acme:hash/7 are one credential.`,
    ]);
    expect((await store.incidents.get(gone))?.id).toBe(after?.id);
  });
});

describe('people who heard of two incidents that become one', () => {
  async function told(deeds: readonly Deed[], tickAfter: (index: number) => boolean): Promise<readonly string[]> {
    const store = await open();
    const detection = await wake(store, [testRule('bad', 'critical'), testRule('odd', 'medium')]);
    const messages: string[] = [];
    const clock = new FakeClock(FAKE_START + 10 * MINUTE);
    const sink: AlertSink = {
      id: 'chat',
      kind: 'test',
      send: ({ incidents, reason }) => {
        messages.push(`${reason} ${incidents.map(({ score }) => score).join()}`);
        return Promise.resolve({ kind: 'sent', receipt: 'ok' });
      },
    };
    const config = { ...DEFAULT_ALERT_CONFIG, groupWait: 0 };
    const pipeline = createAlertPipeline({
      store: store.alerts,
      incidents: store.incidents,
      sinks: [sink],
      clock,
      config,
    });
    for (const [index, deed] of deeds.entries()) {
      await deed(detection);
      if (tickAfter(index)) await clock.runUntil(pipeline.tick());
    }
    await clock.runUntil(pipeline.tick({ flush: true }));
    return messages;
  }

  it('hear of each once, and nothing again when they merge', async () => {
    expect(await told(DEEDS.slice(0, 8), () => true)).toHaveLength(2);
  });

  it('hear once of the one that it is by the time that they are told', async () => {
    expect(await told(DEEDS.slice(0, 8), () => false)).toHaveLength(1);
  });
});
