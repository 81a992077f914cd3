import { openSaga, resumeRun } from '../../app/respond-apply.ts';
import { findRun, runView } from '../../app/respond-runs.ts';
import { DAY, HOUR, type Millis } from '../../core/time.ts';
import { proofText } from '../../report/proof-text.ts';
import type { Chore } from '../../simulate/scenes/scene.ts';
import { type Case, live, type Stage } from './stage.ts';

/** The log needs hours at some providers to tell; longer than this and the run is left as it is. */
const PATIENCE = 4 * HOUR;
/** How long a run that waits for a person is watched when nobody comes: past its deadline and the last reminder. */
const FORSAKEN = 2 * DAY;

/** Steps that only a person can do: the run waits until they have, or until everybody has been told that nobody did. */
export async function waitForPeople(stage: Stage, cases: readonly Case[]): Promise<readonly Case[]> {
  const waiting = await Promise.all(cases.map((one) => isWaiting(stage, one)));
  if (!waiting.includes(true)) return cases;
  const { narrator, scene } = stage;
  narrator.part('Wait: some of it only a person can do, and the run stays open until the provider agrees');
  const done: Case[] = [];
  for (const [index, one] of cases.entries()) {
    if (waiting[index] !== true) {
      done.push(one);
      continue;
    }
    const since = scene.clock.now();
    for (const chore of one.act.chores.toSorted((a, b) => a.after - b.after)) await doChore(stage, one, chore, since);
    if (one.act.chores.length === 0) await live(stage, since + FORSAKEN);
    done.push(await goOn(stage, one));
  }
  return done;
}

async function isWaiting({ daemon }: Stage, { run }: Case): Promise<boolean> {
  const { steps } = await runView(daemon.store, await findRun(daemon.store, run.id));
  return steps.some(({ state, step }) => state === 'waiting' && step.mode === 'guided');
}

async function doChore(stage: Stage, { run, plan }: Case, chore: Chore, since: Millis): Promise<void> {
  await live(stage, since + chore.after);
  chore.do();
  stage.narrator.line(stage.scene.clock.now(), chore.who, chore.does);
  if (!chore.says) return;
  const step = plan.steps.find(({ action }) => action === chore.action);
  if (step === undefined) throw new Error(`no step ${chore.action} in the plan`);
  await openSaga(stage.acting, plan.incident).confirmStep(run.id, step.id, chore.who, chore.does);
}

async function goOn(stage: Stage, one: Case): Promise<Case> {
  const { report, proof } = await resumeRun(one.run, stage.acting);
  stage.onlooker.catchUp();
  return { ...one, run: report.run, proof };
}

/** Asks again until the provider and the log agree, or nothing more is to be expected. */
export async function prove(stage: Stage, cases: readonly Case[]): Promise<readonly Case[]> {
  const { narrator, onlooker, scene } = stage;
  narrator.part('Prove: ask the provider again, read the log for silence');
  const proven: Case[] = [];
  for (let one of cases) {
    const until = scene.clock.now() + PATIENCE;
    for (;;) {
      const next = one.proof?.nextAt ?? null;
      if (next === null || next > until) break;
      await live(stage, next);
      one = await goOn(stage, one);
    }
    proven.push(one);
  }
  onlooker.catchUp();
  for (const { act, proof } of proven) {
    narrator.gap();
    if (proven.length > 1) narrator.section(act.name);
    if (proof === null) narrator.say('There was nothing to prove.');
    else narrator.block(proofText(proof, narrator.text));
  }
  return proven;
}
