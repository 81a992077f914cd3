import type { AwsFault } from '../fault.ts';
import type { Outcome } from '../operation.ts';
import { type Protocol, serviceFacts } from '../services.ts';
import { element, inner, toXml } from './xml.ts';

/** An HTTP answer, ready to send. */
export interface WireReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface Answered {
  readonly service: string;
  readonly action: string;
  readonly requestId: string;
}

export function encodeOutcome(call: Answered, outcome: Outcome): WireReply {
  const { protocol } = serviceFacts(call.service);
  const status = outcome.raw?.status ?? 200;
  const headers = { ...baseHeaders(call, protocol), ...outcome.raw?.headers };
  return { status, headers, body: outcome.raw?.bytes ?? outcomeBody(call, outcome, protocol) };
}

function outcomeBody(call: Answered, outcome: Outcome, protocol: Protocol): Buffer {
  const { body } = outcome;
  if (protocol === 'json' || protocol === 'rest-json') return Buffer.from(JSON.stringify(body));
  if (protocol === 's3') return xmlDocument(inner(body));
  const { namespace } = serviceFacts(call.service);
  if (call.service === 'ec2') {
    const content = element('requestId', call.requestId) + inner(body, 'item');
    return xmlDocument(element(`${call.action}Response`, content, namespace));
  }
  const result = Object.keys(body).length === 0 ? '' : toXml(`${call.action}Result`, body);
  const metadata = element('ResponseMetadata', element('RequestId', call.requestId));
  return xmlDocument(element(`${call.action}Response`, result + metadata, namespace));
}

export function encodeFault(call: Answered, fault: AwsFault): WireReply {
  const { protocol, namespace } = serviceFacts(call.service);
  const headers = baseHeaders(call, protocol);
  const { code: Code, message: Message } = fault;
  switch (protocol) {
    case 'json':
      return jsonFault(call, fault, headers);
    case 'rest-json':
      return reply(
        fault.status,
        { ...headers, 'x-amzn-errortype': fault.code },
        JSON.stringify({ message: fault.message }),
      );
    case 's3': {
      const error = element('Error', inner({ Code, Message, RequestId: call.requestId }));
      return { status: fault.status, headers, body: xmlDocument(error) };
    }
    case 'query': {
      if (call.service === 'ec2') {
        const errors = inner({ Errors: { Error: { Code, Message } }, RequestID: call.requestId });
        return { status: fault.status, headers, body: xmlDocument(element('Response', errors)) };
      }
      const Type = fault.status < 500 ? 'Sender' : 'Receiver';
      const error = toXml('Error', { Type, Code, Message }) + element('RequestId', call.requestId);
      return { status: fault.status, headers, body: xmlDocument(element('ErrorResponse', error, namespace)) };
    }
  }
}

function jsonFault(call: Answered, fault: AwsFault, headers: WireReply['headers']): WireReply {
  if (call.service !== 'sqs') {
    return reply(fault.status, headers, JSON.stringify({ __type: fault.code, message: fault.message }));
  }
  // SQS names its errors twice: shape names in JSON, and the code of its old protocol in a header.
  const old = `${SQS_OLD_CODES[fault.code] ?? fault.code};Sender`;
  const body = JSON.stringify({ __type: `com.amazonaws.sqs#${fault.code}`, message: fault.message });
  return reply(fault.status, { ...headers, 'x-amzn-query-error': old }, body);
}

const SQS_OLD_CODES: Readonly<Record<string, string>> = {
  QueueDoesNotExist: 'AWS.SimpleQueueService.NonExistentQueue',
};

function baseHeaders(call: Answered, protocol: Protocol): Record<string, string> {
  if (protocol === 's3') return { 'x-amz-request-id': call.requestId, 'content-type': 'application/xml' };
  const type = protocol === 'query' ? 'text/xml' : `application/x-amz-json-${call.service === 'sqs' ? '1.0' : '1.1'}`;
  return { 'x-amzn-requestid': call.requestId, 'content-type': protocol === 'rest-json' ? 'application/json' : type };
}

function reply(status: number, headers: WireReply['headers'], body: string): WireReply {
  return { status, headers, body: Buffer.from(body) };
}

function xmlDocument(content: string): Buffer {
  return Buffer.from(content === '' ? '' : `<?xml version="1.0" encoding="UTF-8"?>\n${content}`);
}
