import { authenticate } from './authenticate.ts';
import { authorize } from './authorize.ts';
import { recordCall } from './cloudtrail/record-call.ts';
import { AwsFault } from './fault.ts';
import type { Caller } from './model.ts';
import type { Call, Operation, Outcome, Scene } from './operation.ts';
import { findOperation } from './operations.ts';
import { eventRegion } from './services.ts';
import { accountOf, type World } from './world.ts';

export type Reply =
  | { readonly ok: true; readonly requestId: string; readonly outcome: Outcome }
  | { readonly ok: false; readonly requestId: string; readonly fault: AwsFault };

/**
 * One request from authentication to journal: the same path for the wire and for stories played in-process. Accepted,
 * failed and denied calls are journalled; calls that fail authentication are not.
 */
export function perform(world: World, call: Call, keyId: string, token: string | undefined): Reply {
  const requestId = world.random.uuid();
  try {
    const caller = authenticate(world, call.service, keyId, token);
    return performAs(world, call, caller, requestId);
  } catch (error) {
    if (error instanceof AwsFault) return { ok: false, requestId, fault: error };
    throw error;
  }
}

function performAs(world: World, call: Call, caller: Caller, requestId: string): Reply {
  const now = world.clock.now();
  const region = eventRegion(call.service, call.region);
  const account = accountOf(world, caller.account);
  const scene: Scene = { world, account, caller, region, now, origin: call.origin };
  const operation = findOperation(call);
  noteUse(call, scene);
  try {
    authorize(call, operation, scene);
  } catch (error) {
    return refused(error, call, operation, scene, requestId, true);
  }
  try {
    const outcome = operation.run(call.params, scene);
    recordCall(call, operation, scene, requestId, { outcome });
    return { ok: true, requestId, outcome };
  } catch (error) {
    return refused(error, call, operation, scene, requestId, false);
  }
}

function refused(
  error: unknown,
  call: Call,
  operation: Operation,
  scene: Scene,
  requestId: string,
  denied: boolean,
): Reply {
  if (!(error instanceof AwsFault)) throw error;
  recordCall(call, operation, scene, requestId, { fault: error, denied });
  return { ok: false, requestId, fault: error };
}

const TRACKING_SPAN = 15 * 60_000;

/** IAM notes only the first use in each 15 minutes (IAM user guide, credential report). */
function noteUse(call: Call, scene: Scene): void {
  const { credential } = scene.caller;
  if (credential.kind !== 'long-term') return;
  const span = Math.floor(scene.now / TRACKING_SPAN);
  const last = credential.uses.at(-1);
  if (last !== undefined && Math.floor(last.at / TRACKING_SPAN) === span && last.service === call.service) return;
  credential.uses.push({ at: scene.now, service: call.service, region: scene.region });
}
