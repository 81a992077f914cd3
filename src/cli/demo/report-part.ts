import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { linkedIncidents } from '../../app/incidents/linked.ts';
import { buildIncidentReport } from '../../app/incidents/report.ts';
import type { Incident } from '../../core/incident.ts';
import { incidentHtml } from '../../report/incident-html.ts';
import { clean } from '../../report/paint.ts';
import type { Case, Stage } from './stage.ts';

/** Writes a report for each incident and says how they stand and what ties them. @returns the files */
export async function report(stage: Stage, cases: readonly Case[], folder: string): Promise<readonly string[]> {
  const { narrator } = stage;
  narrator.part(cases.length > 1 ? 'Reports' : 'Report');
  const files: string[] = [];
  const told = new Set<string>();
  for (const one of cases) {
    const incident = await asItStands(stage, one);
    const file = join(folder, `${incident.id}.html`);
    await writeFile(file, await incidentHtml(await contentOf(stage, one, incident)));
    files.push(file);
    narrator.say(`${incident.id} is ${incident.status}: ${clean(incident.title)}`);
    narrator.block(`${file}\n`);
    narrator.gap();
    told.add(incident.id);
    await tellLinks(stage, incident, told);
  }
  return files;
}

async function asItStands({ daemon }: Stage, { incident }: Case): Promise<Incident> {
  const now = await daemon.store.incidents.get(incident.id);
  if (now === null) throw new Error(`${incident.id} is gone`);
  return now;
}

async function contentOf(
  { daemon }: Stage,
  { proof }: Case,
  incident: Incident,
): ReturnType<typeof buildIncidentReport> {
  const { store, config, around } = daemon.plan;
  return buildIncidentReport({
    incident,
    store,
    config,
    configHash: daemon.configHash,
    around,
    ...(proof === null ? {} : { proof }),
  });
}

/** A tie is told once, at the second of the two. */
async function tellLinks({ daemon, narrator }: Stage, incident: Incident, told: ReadonlySet<string>): Promise<void> {
  for (const { incident: other, why } of await linkedIncidents(incident, daemon.store)) {
    if (!told.has(other.id)) continue;
    narrator.say(`${incident.id} belongs together with ${other.id}:`);
    for (const one of why) narrator.item(clean(one));
    narrator.gap();
  }
}
