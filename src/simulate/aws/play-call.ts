import { unknownKey } from './authenticate.ts';
import type { InProcessCall, InProcessReply } from './cloud-input.ts';
import type { AwsFault } from './fault.ts';
import type { Call } from './operation.ts';
import { perform } from './perform.ts';
import type { World } from './world.ts';

/** Carries out an in-process call. A session brings its own token; a key it does not know is refused like on the wire. */
export function playCall(world: World, source: InProcessCall): InProcessReply {
  const keyId = typeof source.as === 'string' ? source.as : source.as.id;
  const credential = world.credentials.get(keyId);
  const call: Call = {
    service: source.service,
    action: source.action,
    params: source.params ?? {},
    region: source.region ?? 'us-east-1',
    origin: { ip: source.ip ?? '192.0.2.10', agent: source.agent ?? 'simulated' },
  };
  if (credential === undefined) return failed(world.random.uuid(), unknownKey(call.service));
  const token = credential.kind === 'long-term' ? undefined : credential.token;
  const reply = perform(world, call, keyId, token);
  if (!reply.ok) return failed(reply.requestId, reply.fault);
  return { ok: true, requestId: reply.requestId, body: reply.outcome.body };
}

function failed(requestId: string, fault: AwsFault): InProcessReply {
  return { ok: false, requestId, error: fault.code, message: fault.message };
}
