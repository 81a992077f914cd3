import { previewSlack } from '../../app/watch/slack-preview.ts';
import type { Incident } from '../../core/incident.ts';
import { HOUR, MINUTE } from '../../core/time.ts';
import type { SceneAct } from '../../simulate/scenes/scene.ts';
import { live, type Stage } from './stage.ts';

/** Attacks go on for this long before somebody answers the page. */
const ANSWERED_AFTER = 12 * MINUTE;
const NOTICED_WITHIN = 2 * HOUR;

/** An incident of the story, with how people deal with it. */
export interface Noticed {
  readonly act: SceneAct;
  readonly incident: Incident;
}

/** Reads what there is from before the attack, so that it is known what is normal. */
export async function learn(stage: Stage): Promise<void> {
  const { daemon, narrator, scene } = stage;
  narrator.part('Learn: read three weeks of audit log, know what is normal for each key');
  scene.clock.advanceTo(scene.attackAt - MINUTE);
  await daemon.app.pollAll();
  const stats = await daemon.store.events.stats();
  const keys = await daemon.store.credentials.list({ kind: 'key' });
  const tokens = await daemon.store.credentials.list({ kind: 'token' });
  const incidents = await daemon.store.incidents.list({});
  const known = `${keys.length} keys${tokens.length === 0 ? '' : ` and ${tokens.length} tokens`} known`;
  narrator.line(scene.clock.now(), 'Keywatch', `${stats.events} events read, ${known}, ${incidents.length} incidents`);
}

/** The attack, until every incident of the story has been written about and somebody answers. */
export async function watch(stage: Stage): Promise<readonly Noticed[]> {
  const { narrator, onlooker, scene } = stage;
  narrator.part('Watch: the attack, and what Keywatch makes of it');
  let noticed = await noticedSoFar(stage);
  while (!noticed.every(({ incident }) => isAnswered(stage, incident)) || noticed.length < scene.acts.length) {
    if (scene.clock.now() > scene.attackAt + NOTICED_WITHIN) throw new Error('the attack was not noticed');
    await live(stage, scene.clock.now() + MINUTE);
    noticed = await noticedSoFar(stage);
  }
  for (const { incident } of noticed) {
    const body = onlooker.lastMessage(incident.id);
    if (body === null) continue;
    const { color, width } = narrator.inner;
    narrator.gap();
    narrator.say(`The last message about ${incident.id}, as it stands in #security:`);
    narrator.gap();
    narrator.block(previewSlack(body, { width: width ?? 100, color }));
  }
  return noticed;
}

function isAnswered({ onlooker, scene }: Stage, { id }: Incident): boolean {
  const at = onlooker.writtenAt(id);
  return at !== null && scene.clock.now() >= at + ANSWERED_AFTER;
}

/** Of each provider of the story the weightiest incident that somebody was told about. */
async function noticedSoFar({ daemon, onlooker, scene }: Stage): Promise<readonly Noticed[]> {
  const open = await daemon.store.incidents.list({ open: true, historical: false });
  return scene.acts.flatMap((act) => {
    const theirs = open.filter(({ id, provider }) => provider === act.provider && onlooker.writtenAt(id) !== null);
    const [incident] = theirs.toSorted((a, b) => b.score - a.score);
    return incident === undefined ? [] : [{ act, incident }];
  });
}
