import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { badSignature, unknownKey } from '../authenticate.ts';
import { AwsFault } from '../fault.ts';
import type { Fault } from '../faults.ts';
import type { Origin } from '../model.ts';
import type { Call } from '../operation.ts';
import { perform } from '../perform.ts';
import { deliverDue } from '../s3/deliver.ts';
import type { World } from '../world.ts';
import { decodeCall } from './decode.ts';
import { encodeFault, encodeOutcome, type WireReply } from './encode.ts';
import { isSignedWith, readSignature, type Signature, type SignedRequest } from './signature.ts';

/** The address that requests come from unless a header says otherwise. */
const DEFAULT_IP = '192.0.2.10';

/** Answers one request, including whatever faults are planned for it. */
export async function answer(
  world: World,
  request: IncomingMessage,
  body: Buffer,
  response: ServerResponse,
): Promise<void> {
  const signed = { method: request.method ?? 'GET', url: request.url ?? '/', headers: request.headers, body };
  const signature = readSignature(request.headers);
  if (signature === undefined) {
    const fault = new AwsFault('MissingAuthenticationToken', 'Request is missing Authentication Token', 403);
    send(response, encodeFault({ service: 's3', action: '', requestId: world.random.uuid() }, fault));
    return;
  }
  deliverDue(world);
  const { service, region } = signature;
  try {
    const call: Call = { service, region, origin: originOf(request.headers), ...decodeCall(service, signed) };
    await answerCall(world, call, signature, signed, response);
  } catch (error) {
    if (!(error instanceof AwsFault)) throw error;
    send(response, encodeFault({ service, action: '', requestId: world.random.uuid() }, error));
  }
}

async function answerCall(
  world: World,
  call: Call,
  signature: Signature,
  signed: SignedRequest,
  response: ServerResponse,
): Promise<void> {
  verify(world, signature, signed);
  const fault = world.faults.take(call, signature.keyId);
  if (fault !== undefined && (await failBefore(world, call, fault, response))) return;
  const token = signed.headers['x-amz-security-token'];
  const reply = perform(world, call, signature.keyId, typeof token === 'string' ? token : undefined);
  const answered = { service: call.service, action: call.action, requestId: reply.requestId };
  const wire = reply.ok ? encodeOutcome(answered, reply.outcome) : encodeFault(answered, reply.fault);
  if (fault?.kind === 'reset-after') response.destroy();
  else if (fault?.kind === 'truncated') truncate(response, wire);
  else send(response, wire);
}

/** Throws when the key is unknown or the signature was made with another secret. */
function verify(world: World, signature: Signature, signed: SignedRequest): void {
  const credential = world.credentials.get(signature.keyId);
  if (credential === undefined) throw unknownKey(signature.service);
  if (!world.settings.verifySignatures) return;
  if (!isSignedWith(credential.secret, signed, signature)) throw badSignature(signature.service);
}

/** True when the fault is the whole answer: the server has not acted. */
async function failBefore(world: World, call: Call, fault: Fault, response: ServerResponse): Promise<boolean> {
  const answered = { service: call.service, action: call.action, requestId: world.random.uuid() };
  switch (fault.kind) {
    case 'throttle':
      send(response, encodeFault(answered, throttled(call.service)));
      return true;
    case 'error':
      send(response, encodeFault(answered, serverError(fault.status)));
      return true;
    case 'reset-before':
      response.destroy();
      return true;
    case 'html':
      send(response, { status: fault.status, headers: { 'content-type': 'text/html' }, body: HTML });
      return true;
    case 'hold':
      await fault.until;
      return false;
    case 'reset-after':
    case 'truncated':
      return false;
  }
}

const HTML = Buffer.from('<!DOCTYPE html><html><body><h1>502 Bad Gateway</h1></body></html>');

function throttled(service: string): AwsFault {
  if (service === 's3') return new AwsFault('SlowDown', 'Please reduce your request rate.', 503);
  const code = service === 'iam' || service === 'sts' ? 'Throttling' : 'ThrottlingException';
  return new AwsFault(code, 'Rate exceeded', 400);
}

function serverError(status: 500 | 503): AwsFault {
  if (status === 503) return new AwsFault('ServiceUnavailable', 'The service is temporarily unavailable.', 503);
  return new AwsFault('InternalFailure', 'The request processing has failed because of an unknown error.', 500);
}

function originOf(headers: IncomingHttpHeaders): Origin {
  const ip = headers['x-simulated-source-ip'];
  const agent = headers['x-simulated-user-agent'];
  return {
    ip: typeof ip === 'string' ? ip : DEFAULT_IP,
    agent: typeof agent === 'string' ? agent : (headers['user-agent'] ?? ''),
  };
}

function send(response: ServerResponse, reply: WireReply): void {
  response.writeHead(reply.status, { 'content-length': String(reply.body.length), ...reply.headers });
  response.end(reply.body);
}

/** Promises the whole body, sends half of it and hangs up. */
function truncate(response: ServerResponse, reply: WireReply): void {
  response.writeHead(reply.status, { ...reply.headers, 'content-length': String(reply.body.length) });
  response.write(reply.body.subarray(0, reply.body.length >> 1), () => response.destroy());
}
