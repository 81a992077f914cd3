import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Log } from '../../app/setup/connector-context.ts';
import type { Surroundings } from '../../app/surroundings.ts';
import type { Scene } from '../../simulate/scenes/scene.ts';
import type { CliContext } from '../context.ts';
import { textOptions } from '../context.ts';
import { acceleratedSystem } from './accelerated-system.ts';
import { openDemoDaemon } from './daemon.ts';
import { createNarrator, type Narrator } from './narrator.ts';
import { createOnlooker } from './onlooker.ts';
import { prove, waitForPeople } from './prove-part.ts';
import { report } from './report-part.ts';
import { apply, plan } from './respond-part.ts';
import type { Stage } from './stage.ts';
import { createSteps } from './steps.ts';
import { learn, watch } from './watch-part.ts';

/** How the demo ended: whether every intruder was stopped, and where the reports are. */
export interface DemoResult {
  readonly isProven: boolean;
  readonly folder: string;
  readonly reports: readonly string[];
}

/** Wider lines are hard to read. */
const MOST_COLUMNS = 110;

/** The whole loop on simulated providers: accelerated time, no step left out. */
export async function playDemo(context: CliContext, scene: Scene): Promise<DemoResult> {
  const folder = await mkdtemp(join(tmpdir(), 'keywatch-demo-'));
  const width = Math.min(context.io.columns, MOST_COLUMNS);
  const narrator = createNarrator(context.io, { ...textOptions(context), width });
  narrator.opening(
    `Keywatch on ${scene.place}`,
    `${scene.title}. The providers are simulated on this machine and hours pass in seconds; all else is the real program.`,
  );
  const system = acceleratedSystem(scene, context.around.system);
  const around: Surroundings = { ...context.around, system, cwd: folder };
  await writeFile(join(folder, 'keywatch.yaml'), scene.config);
  const daemon = await openDemoDaemon(around, context.signal, logTo(narrator, scene));
  const onlooker = createOnlooker(scene, narrator);
  const onEvent = createSteps(narrator, onlooker);
  const stage: Stage = {
    daemon,
    scene,
    narrator,
    onlooker,
    acting: { ...daemon.plan, ...daemon.apply, onEvent },
  };
  try {
    await learn(stage);
    const planned = await plan(stage, await watch(stage));
    const cases = await prove(stage, await waitForPeople(stage, await apply(stage, planned)));
    const reports = await report(stage, cases, folder);
    return { isProven: cases.every(({ proof }) => proof?.verdict === 'proven'), folder, reports };
  } finally {
    await daemon.close();
  }
}

/** What the daemon warns of is part of the story. */
function logTo(narrator: Narrator, { clock }: Scene): Log {
  return (level, message, fields = {}) => {
    if (level !== 'warn') return;
    const why = fields['error'] ?? fields['reason'] ?? fields['next'];
    narrator.line(clock.now(), 'Keywatch', `logs: ${message}${typeof why === 'string' ? `: ${why}` : ''}`);
  };
}
