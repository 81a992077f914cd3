import type { ApplyOptions } from '../../app/respond/apply.ts';
import type { Incident } from '../../core/incident.ts';
import type { Plan, Run } from '../../core/playbook.ts';
import type { Proof } from '../../core/proof.ts';
import { MINUTE, type Millis } from '../../core/time.ts';
import type { Scene, SceneAct } from '../../simulate/scenes/scene.ts';
import type { DemoDaemon } from './daemon.ts';
import type { Narrator } from './narrator.ts';
import type { Onlooker } from './onlooker.ts';

/** What every part of the demo works with. */
export interface Stage {
  readonly daemon: DemoDaemon;
  readonly scene: Scene;
  readonly narrator: Narrator;
  readonly onlooker: Onlooker;
  /** What carrying out a plan gets; its steps are told as they go. */
  readonly acting: ApplyOptions;
}

/** One incident of the story as it stands: found, planned, acted on, proven. */
export interface Case {
  readonly act: SceneAct;
  readonly incident: Incident;
  readonly plan: Plan;
  readonly run: Run;
  /** Null when nothing has been contained so far. */
  readonly proof: Proof | null;
}

/** A long wait is lived in fewer, larger steps. */
const MOST_STEPS = 90;

/** Lets the story's time pass with the daemon at work, and tells what happens meanwhile. */
export async function live({ daemon, onlooker, scene }: Stage, until: Millis): Promise<void> {
  const step = Math.max(MINUTE, Math.ceil((until - scene.clock.now()) / MOST_STEPS));
  while (scene.clock.now() < until) {
    scene.clock.advance(Math.min(step, until - scene.clock.now()));
    await daemon.app.tick();
    onlooker.catchUp();
  }
}
