import type { IncomingHttpHeaders } from 'node:http';
import { type JsonObject, parseObject } from '../../json.ts';
import { AwsFault } from '../fault.ts';
import { decodeS3 } from '../s3/decode.ts';
import { serviceFacts } from '../services.ts';
import { parseForm } from './form.ts';
import { findRoute } from './rest-routes.ts';
import type { SignedRequest } from './signature.ts';

export interface DecodedCall {
  readonly action: string;
  readonly params: JsonObject;
}

/** Finds the operation and its parameters in a request to the given service. */
export function decodeCall(service: string, request: SignedRequest): DecodedCall {
  switch (serviceFacts(service).protocol) {
    case 'query':
      return parseForm(request.body.toString());
    case 'json': {
      const action = header(request.headers, 'x-amz-target').split('.').at(-1) ?? '';
      return { action, params: jsonBody(request) };
    }
    case 'rest-json': {
      const route = findRoute(service, request.method, new URL(request.url, 'http://simulator'));
      if (route === undefined) throw new AwsFault('UnknownOperationException', 'No such operation.', 404);
      return { action: route.action, params: { ...jsonBody(request), ...route.params } };
    }
    case 's3':
      return decodeS3(request);
  }
}

function jsonBody(request: SignedRequest): JsonObject {
  const text = request.body.toString();
  const parsed = parseObject(text === '' ? '{}' : text);
  if (parsed === undefined) throw new AwsFault('SerializationException', 'The body is not a JSON object.');
  return parsed;
}

function header(headers: IncomingHttpHeaders, name: string): string {
  const value = headers[name];
  return Array.isArray(value) ? value.join(',') : (value ?? '');
}
