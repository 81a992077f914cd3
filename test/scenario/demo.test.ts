import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { displayWidth } from '../../src/kit/text-width.ts';
import { SCENES } from '../../src/simulate/scenes/all.ts';
import { type PlayedStory, playedStory } from '../support/played-story.ts';

const STORY_TIME = 180_000;
const PARTS = ['1. Learn', '2. Watch', '3. Plan', '4. Apply', 'Prove:', 'Report'];
/** What a reader may copy whole stands in one line, however long. */
const UNBROKEN = /^\s*(\/|approve|[-\s]*[^\s]{60,}$)/;

describe.each(SCENES)('the story $id', ({ id }) => {
  let played: PlayedStory;

  beforeAll(async () => {
    played = await playedStory(id);
  }, STORY_TIME);

  afterAll(() => played.close());

  it('is told from learning to proof', async () => {
    const { err, isProven, out, scene } = played;

    expect(isProven).toBe(true);
    expect(err).toBe('');
    for (const part of PARTS) expect(out).toContain(part);
    const containments = [...out.matchAll(/Containment of (inc-[0-9a-f]+): (\w+)/g)];
    expect(containments.map(([, , verdict]) => verdict)).toEqual(scene.acts.map(() => 'proven'));
    const incidents = await played.read((store) => store.incidents.list({ historical: false }));
    for (const [, incident] of containments)
      expect(incidents.find((one) => one.id === incident)?.status).toBe('verified');
  });

  it('has no more incidents than acts: nothing that is ordinary is one', async () => {
    const incidents = await played.read((store) => store.incidents.list({}));

    expect(incidents.map(({ provider }) => provider).sort()).toEqual(
      played.scene.acts.map(({ provider }) => provider).sort(),
    );
  });

  it('ends each attempt of the thief with a refusal', () => {
    const last = new Map(played.scene.deeds().map((deed) => [`${deed.who} ${deed.does}`, deed.isRefused]));

    expect([...last.values()].filter(Boolean).length).toBeGreaterThan(0);
    expect(played.out).toMatch(/the thief {2}.*\n?.*: refused/);
  });

  it('leaves no secret in any byte that was written or said', async () => {
    const secrets = played.scene.secrets();
    const places = await played.everything();

    const found = [...places].flatMap(([place, text]) => secrets.filter((one) => text.includes(one)).map(() => place));

    expect(found).toEqual([]);
    expect(secrets.length).toBeGreaterThan(4);
    expect(new Set(secrets.map((secret) => secret.length > 10))).toEqual(new Set([true]));
    // The search itself works: what is no secret is found.
    const account = played.scene.config.match(/acct_\w+|\d{12}/)?.[0] ?? 'none';
    expect(places.get('kept records')).toContain(account);
    expect([...places.keys()].some((place) => place.endsWith('.html'))).toBe(true);
  });

  it.runIf(id === 'leaked-key-hard')('leaves the thief nothing, although each step was undone', () => {
    const { out, scene } = played;

    expect(out).toContain('makes yet another key');
    expect(out).toContain('also needed: Deactivate access key');
    // The operator's own key is none of the thief's.
    expect(scene.workingCredentials(['ci-deploy', 'backup-operator', 'deploy-admin'])).toEqual(['backup-operator']);
  });

  it(
    'is told in the same words every time, and fits a narrow terminal',
    async () => {
      const narrow = await playedStory(id, { columns: 80 });
      await narrow.close();

      expect(words(narrow.told)).toBe(words(played.told));
      const wide = narrow.told.split('\n').filter((line) => displayWidth(line) > 80 && !UNBROKEN.test(line));
      expect(wide).toEqual([]);
      expect(narrow.told).not.toContain('\u001b');
    },
    STORY_TIME,
  );
});

/** The text without its line breaks. Messages are cut to the width, so they are left out: their headlines stand above. */
function words(told: string): string {
  return told.replaceAll(/^ *▌.*$/gm, '').replaceAll(/\s+/g, '');
}

describe('on a terminal', () => {
  it(
    'headings and times are set off by colour',
    async () => {
      const played = await playedStory('payout-theft', { isTerminal: true, columns: 120 });
      await played.close();

      expect(played.out).toContain('\u001b[1m');
    },
    STORY_TIME,
  );
});
