import { applyPlan } from '../../app/respond/apply.ts';
import { planResponse } from '../../app/respond/plan.ts';
import type { Plan } from '../../core/playbook.ts';
import { planText } from '../../report/plan-text.ts';
import type { Case, Stage } from './stage.ts';
import type { Noticed } from './watch-part.ts';

/** What has been noticed, with the plan for it. */
export interface Planned extends Noticed {
  readonly plan: Plan;
}

/** Dry run: nothing is changed. */
export async function plan(stage: Stage, noticed: readonly Noticed[]): Promise<readonly Planned[]> {
  const { daemon, narrator } = stage;
  narrator.part('Plan: what would stop it (a dry run; nothing is changed)');
  const planned: Planned[] = [];
  for (const { act, incident } of noticed) {
    if (planned.length > 0) narrator.gap();
    const response = await planResponse(incident.id, 'contain-credential', daemon.plan);
    const approve = `keywatch respond apply ${response.plan.hash.slice(0, 12)}${act.irreversible ? ' --irreversible' : ''}`;
    if (noticed.length > 1) narrator.section(act.name);
    narrator.block(planText(response.plan, { ...narrator.inner, approve }));
    planned.push({ act, incident, plan: response.plan });
  }
  return planned;
}

/** Each plan is approved and carried out, as far as it goes without waiting for the log. */
export async function apply(stage: Stage, planned: readonly Planned[]): Promise<readonly Case[]> {
  const { narrator, onlooker, scene } = stage;
  narrator.part('Apply: carry the approved plan out, on the simulated account');
  const cases: Case[] = [];
  for (const one of planned) {
    if (cases.length > 0) narrator.gap();
    if (planned.length > 1) narrator.section(one.act.name);
    const { approver, irreversible } = one.act;
    const what = irreversible ? ', also what nobody can take back' : '';
    narrator.line(scene.clock.now(), approver, `approves plan ${one.plan.hash.slice(0, 12)}${what}`);
    const { report, proof } = await applyPlan(one.plan, { by: approver, irreversible }, 0, stage.acting);
    onlooker.catchUp();
    cases.push({ ...one, run: report.run, proof });
  }
  return cases;
}
