import { type ApplyOptions, resumeRun } from '../../app/respond/apply.ts';
import { findRun, runView } from '../../app/respond/runs.ts';
import { Secret } from '../../core/secret.ts';
import { DAY, HOUR, MINUTE, type Millis } from '../../core/time.ts';
import { proofText } from '../../report/proof-text.ts';
import { type Case, live, type Stage } from './stage.ts';

/** The log needs hours at some providers to tell; longer than this and the run is left as it is. */
const PATIENCE = 4 * HOUR;
/** How long a run that waits for a person is watched when nobody comes: past its deadline and the last reminder. */
const FORSAKEN = 2 * DAY;

/** Steps that only a person can do: the run waits until they have, or until everybody has been told that nobody did. */
export async function waitForPeople(stage: Stage, cases: readonly Case[]): Promise<readonly Case[]> {
  const waiting = await Promise.all(cases.map((one) => isWaiting(stage, one)));
  if (!waiting.includes(true)) return cases;
  const { narrator } = stage;
  narrator.part('Wait: some of it only a person can do');
  const done: Case[] = [];
  for (const [index, one] of cases.entries()) {
    if (waiting[index] !== true) {
      done.push(one);
      continue;
    }
    done.push(await waitFor(stage, one));
  }
  return done;
}

async function isWaiting({ daemon }: Stage, { run }: Case): Promise<boolean> {
  const { steps } = await runView(daemon.store, await findRun(daemon.store, run.id));
  return steps.some(({ state, step }) => state === 'waiting' && step.mode === 'guided');
}

async function waitFor(stage: Stage, one: Case): Promise<Case> {
  const since = stage.scene.clock.now();
  const { chores } = one.act;
  if (chores.length === 0) {
    await live(stage, since + FORSAKEN);
    return goOn(stage, one, stage.acting);
  }
  let now = one;
  for (const chore of chores.toSorted((a, b) => a.after - b.after)) {
    await live(stage, since + chore.after);
    const oldKey = chore.do();
    stage.narrator.line(stage.scene.clock.now(), chore.who, chore.does);
    // A key that was ended is taken for some seconds more.
    await live(stage, stage.scene.clock.now() + MINUTE);
    const step = one.plan.steps.find(({ action }) => action === chore.action)?.id ?? '';
    now = await goOn(stage, now, { ...stage.acting, oldKey: { secret: new Secret(oldKey), step } });
  }
  return now;
}

async function goOn(stage: Stage, one: Case, acting: ApplyOptions, patience: Millis = 0): Promise<Case> {
  const { report, proof } = await resumeRun(one.run, acting, patience);
  stage.onlooker.catchUp();
  return { ...one, run: report.run, proof };
}

/** Asks again until the provider and the log agree, or nothing more is to be expected. */
export async function prove(stage: Stage, cases: readonly Case[]): Promise<readonly Case[]> {
  const { narrator, scene } = stage;
  narrator.part('Prove: ask the provider again, read the log for silence');
  const proven: Case[] = [];
  for (const one of cases)
    proven.push(one.proof?.verdict === 'waiting' ? await goOn(stage, one, stage.acting, PATIENCE) : one);
  // What has become of it is written to the channel, too.
  await live(stage, scene.clock.now() + MINUTE);
  for (const { act, proof } of proven) {
    narrator.gap();
    if (proven.length > 1) narrator.section(act.name);
    if (proof === null) narrator.say('There was nothing to prove.');
    else narrator.block(proofText(proof, narrator.inner));
  }
  return proven;
}
