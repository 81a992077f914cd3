import type { JsonObject } from '../../json.ts';
import type { AwsFault } from '../fault.ts';
import type { Call, LogFields, Operation, Outcome, Scene } from '../operation.ts';
import { userIdentity } from './identity.ts';
import { asLogged } from './log-fields.ts';
import { publish } from './publish.ts';
import { buildRecord } from './record.ts';

/** How a call ended. Denied means that policies refused it. */
export type Ending = { readonly outcome: Outcome } | { readonly fault: AwsFault; readonly denied: boolean };

/** Writes the record of one call into the caller's journal. */
export function recordCall(call: Call, operation: Operation, scene: Scene, requestID: string, ending: Ending): void {
  const log: LogFields = 'outcome' in ending ? (ending.outcome.log ?? {}) : {};
  const record = buildRecord({
    at: scene.now,
    eventID: scene.world.random.uuid(),
    requestID,
    service: call.service,
    eventName: operation.eventName ?? call.action,
    region: scene.region,
    sourceIPAddress: scene.origin.ip,
    userAgent: scene.origin.agent,
    userIdentity: userIdentity(scene.caller),
    readOnly: operation.readOnly,
    data: operation.data === true,
    recipientAccountId: scene.caller.account,
    requestParameters: requestParameters(call, ending, log),
    responseElements: responseElements(operation, ending, log),
    additionalEventData: log.additionalEventData,
    resources: log.resources,
    sharedEventID: log.sharedEventID,
    ...('fault' in ending ? { error: { code: ending.fault.logCode, message: ending.fault.message } } : {}),
  });
  publish(scene.world, record, scene.caller.account, scene.region, scene.now);
}

/** Denied calls of IAM and STS log no parameters; other services keep them. Seen in published trails. */
function requestParameters(call: Call, ending: Ending, log: LogFields): JsonObject | null {
  if ('fault' in ending && ending.denied && (call.service === 'iam' || call.service === 'sts')) return null;
  return log.requestParameters === undefined ? asLogged(call.params) : log.requestParameters;
}

/** Reads log null, writes the answer. */
function responseElements(operation: Operation, ending: Ending, log: LogFields): JsonObject | null {
  if ('fault' in ending) return null;
  if (log.responseElements !== undefined) return log.responseElements;
  return operation.readOnly ? null : asLogged(ending.outcome.body);
}
