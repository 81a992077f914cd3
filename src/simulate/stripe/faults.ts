import type { ServerResponse } from 'node:http';
import { refusal, send } from './answer.ts';

/** What can go wrong with one request. */
export type StripeFault =
  | 'throttled'
  | 'server error'
  | 'reset'
  /** It is done, and the answer is lost: for the next request that changes something. */
  | 'reset after acting'
  | 'truncated'
  | 'forbidden'
  | 'web page instead of an answer'
  | 'web page with 401'
  | 'web page with 403'
  | 'proxy refuses with 401'
  | 'address refused with 401';

export function failWith(fault: StripeFault, response: ServerResponse): void {
  switch (fault) {
    case 'throttled': {
      const limit = refusal(429, 'invalid_request_error', 'Request rate limit exceeded.', 'rate_limit');
      return send(response, { ...limit, headers: { 'stripe-rate-limited-reason': 'endpoint-rate' } });
    }
    case 'server error':
      return send(response, refusal(500, 'api_error', 'An unknown error occurred.'));
    case 'reset':
    case 'reset after acting':
      response.destroy();
      return;
    case 'truncated':
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end('{"object":"list","data":[{"id":"evt_1"');
      return;
    case 'forbidden':
      return send(
        response,
        refusal(403, 'invalid_request_error', 'The provided key does not have the required permissions.'),
      );
    case 'web page instead of an answer':
      return sendPage(200, response);
    case 'web page with 401':
      return sendPage(401, response);
    case 'web page with 403':
      return sendPage(403, response);
    case 'address refused with 401':
      return send(response, refusal(401, 'invalid_request_error', 'This API key cannot be used from this address.'));
    case 'proxy refuses with 401':
      return send(response, { status: 401, body: { error: 'unauthorized', error_description: 'Sign in first.' } });
  }
}

function sendPage(status: number, response: ServerResponse): void {
  response.writeHead(status, { 'content-type': 'text/html' });
  response.end('<html><body>Maintenance</body></html>');
}
