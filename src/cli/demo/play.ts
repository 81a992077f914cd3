import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildIncidentReport } from '../../app/incident-report.ts';
import { linkedIncidents } from '../../app/linked-incidents.ts';
import { applyPlan } from '../../app/respond-apply.ts';
import { planResponse } from '../../app/respond-plan.ts';
import { previewSlack } from '../../app/slack-preview.ts';
import type { Surroundings } from '../../app/surroundings.ts';
import type { Incident } from '../../core/incident.ts';
import type { Plan } from '../../core/playbook.ts';
import type { Proof } from '../../core/proof.ts';
import { HOUR, MINUTE } from '../../core/time.ts';
import { incidentHtml } from '../../report/incident-html.ts';
import { clean } from '../../report/paint.ts';
import { planText } from '../../report/plan-text.ts';
import { proofText } from '../../report/proof-text.ts';
import type { Scene } from '../../simulate/scenes/scene.ts';
import type { CliContext } from '../context.ts';
import { textOptions } from '../context.ts';
import { acceleratedSystem } from './accelerated-system.ts';
import { type DemoDaemon, openDemoDaemon } from './daemon.ts';
import { createNarrator, type Narrator } from './narrator.ts';

/** How the demo ended: whether the intruder was stopped, and where the report is. */
export interface DemoResult {
  readonly isProven: boolean;
  readonly report: string;
}

/** Attacks go on for this long before somebody answers the page. */
const ANSWERED_AFTER = 12 * MINUTE;
/** The log needs minutes to tell; longer than this and the run is left waiting. */
const PATIENCE = 2 * HOUR;

/** The whole loop on simulated providers: accelerated time, no step left out. */
export async function playDemo(context: CliContext, scene: Scene): Promise<DemoResult> {
  const folder = await mkdtemp(join(tmpdir(), 'keywatch-demo-'));
  const narrator = createNarrator(context.io, { ...textOptions(context), width: Math.min(context.io.columns, 110) });
  const system = acceleratedSystem(scene, context.around.system);
  const around: Surroundings = { ...context.around, system, cwd: folder };
  await writeFile(join(folder, 'keywatch.yaml'), scene.config);
  const daemon = await openDemoDaemon(around, context.signal);
  try {
    return await playWith(daemon, scene, narrator, folder);
  } finally {
    await daemon.close();
  }
}

async function playWith(daemon: DemoDaemon, scene: Scene, narrator: Narrator, folder: string): Promise<DemoResult> {
  await learn(daemon, scene, narrator);
  const incident = await attack(daemon, scene, narrator);
  const plan = await planIt(daemon, narrator, incident);
  const proof = await applyIt(daemon, scene, narrator, plan);
  const file = await report(daemon, narrator, incident.id, proof, folder);
  return { isProven: proof?.verdict === 'proven', report: file };
}

async function learn(daemon: DemoDaemon, scene: Scene, narrator: Narrator): Promise<void> {
  narrator.part('Learn: read three weeks of audit log, know what is normal for each key');
  scene.clock.advanceTo(scene.attackAt - MINUTE);
  await daemon.app.pollAll();
  const stats = await daemon.store.events.stats();
  const keys = await daemon.store.credentials.list({ kind: 'key' });
  const incidents = await daemon.store.incidents.list({});
  narrator.line(
    scene.clock.now(),
    `${stats.events} events read, ${keys.length} keys known, ${incidents.length} incidents`,
  );
}

async function attack(daemon: DemoDaemon, scene: Scene, narrator: Narrator): Promise<Incident> {
  narrator.part(`Watch: ${clean(scene.title).toLowerCase()}`);
  let told = 0;
  let pagedAt: number | null = null;
  while (pagedAt === null || scene.clock.now() < pagedAt + ANSWERED_AFTER) {
    scene.clock.advance(MINUTE);
    await daemon.app.tick();
    for (const post of scene.chat.received.slice(told)) {
      narrator.line(post.at, 'Keywatch writes to #security:\n');
      narrator.block(previewSlack(post.body, { width: (narrator.text.width ?? 100) - 4, color: narrator.text.color }));
      pagedAt ??= post.at;
    }
    told = scene.chat.received.length;
    if (scene.clock.now() > scene.attackAt + 2 * HOUR) throw new Error('the attack was not noticed');
  }
  const [incident] = await daemon.store.incidents.list({ open: true, historical: false });
  if (incident === undefined) throw new Error('a message was sent without an incident');
  return incident;
}

async function planIt(daemon: DemoDaemon, narrator: Narrator, incident: Incident): Promise<Plan> {
  narrator.part('Plan: what would stop it (a dry run; nothing is changed)');
  const { plan } = await planResponse(incident.id, 'contain-credential', daemon.plan);
  narrator.block(planText(plan, { ...narrator.text, approve: `keywatch respond apply ${plan.hash.slice(0, 12)}` }));
  return plan;
}

async function applyIt(daemon: DemoDaemon, scene: Scene, narrator: Narrator, plan: Plan): Promise<Proof | null> {
  narrator.part('Apply: stop the key and everything minted from it, on the simulated account');
  const { proof } = await applyPlan(plan, { by: 'demo', irreversible: false }, PATIENCE, {
    ...daemon.plan,
    ...daemon.apply,
    onEvent: (event) => {
      if (event.kind === 'step' && event.state !== 'intended') {
        narrator.line(
          event.at,
          `${event.state.padEnd(9)} ${clean(event.step.title)}: ${clean(event.step.target.label)}`,
        );
      }
    },
  });
  narrator.part('Prove: ask the provider again, read the log for silence');
  if (proof === null) narrator.line(scene.clock.now(), 'There was nothing to prove.');
  else narrator.block(proofText(proof, narrator.text));
  return proof;
}

async function report(
  daemon: DemoDaemon,
  narrator: Narrator,
  id: string,
  proof: Proof | null,
  folder: string,
): Promise<string> {
  const { store, config, around } = daemon.plan;
  const incident = await store.incidents.get(id);
  if (incident === null) throw new Error('the incident is gone');
  const content = await buildIncidentReport({
    incident,
    store,
    config,
    configHash: daemon.configHash,
    around,
    ...(proof === null ? {} : { proof }),
  });
  const file = join(folder, `${incident.id}.html`);
  await writeFile(file, await incidentHtml(content));
  narrator.part('Report');
  narrator.block(`${incident.id} is ${incident.status}: ${clean(incident.title)}\n${file}\n`);
  for (const linked of await linkedIncidents(incident, store)) {
    const why = linked.why.map((one) => `- ${clean(one)}\n`).join('');
    narrator.block(
      `\nIt belongs together with ${linked.incident.id} (${linked.incident.status}): ${clean(linked.incident.title)}\n${why}`,
    );
  }
  return file;
}
