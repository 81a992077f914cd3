import { describe, expect, it } from 'vitest';
import { createVerdicts } from '../../../../src/app/watch/verdicts.ts';
import { openSqliteStore } from '../../../../src/store/sqlite/open.ts';
import { AWAY, committed, HOUR, routine, START, storyEngine } from '../../detect/support/story.ts';
import { testRule } from '../../detect/support/test-rules.ts';

const RULES = [testRule('bad', 'high')];

/** An engine that has learned a home, then seen a high finding from elsewhere; and the store with the incident. */
async function incidentOf(verdict: string): Promise<readonly string[]> {
  const store = await openSqliteStore(':memory:');
  const engine = storyEngine({ rules: RULES });
  engine.accept(committed(routine(10), 1));
  engine.advance('all');
  engine.accept(committed([{ at: START + HOUR, context: { address: AWAY }, hits: [{ rule: 'bad' }] }], 2));
  await store.detection.commit({ ...engine.advance('all'), snapshot: null });
  const [incident] = await store.incidents.list({});
  await store.incidents.update(incident?.id ?? '', { status: 'closed', verdict, at: START + HOUR });

  await createVerdicts(store.incidents, engine).sync();

  engine.accept(committed([{ at: START + 2 * HOUR, context: { address: AWAY }, hits: [{ rule: 'bad' }] }], 3));
  const later = engine.advance('all').incidents.map(({ id }) => id);
  await store.close();
  return later.map((id) => (id === incident?.id ? 'the closed one' : 'another'));
}

describe('what people decided', () => {
  it.each(['key rotated', 'false alarm: new office'])(
    'keeps later findings out of a closed incident: %s',
    async (verdict) => {
      expect(await incidentOf(verdict)).toEqual(['another']);
    },
  );
});
