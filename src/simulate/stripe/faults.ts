import type { ServerResponse } from 'node:http';
import { refusal, send } from './answer.ts';

/** What can go wrong with one request. */
export type StripeFault = 'throttled' | 'server error' | 'reset' | 'truncated' | 'web page instead of an answer';

export function failWith(fault: StripeFault, response: ServerResponse): void {
  switch (fault) {
    case 'throttled': {
      const limit = refusal(429, 'invalid_request_error', 'Request rate limit exceeded.', 'rate_limit');
      return send(response, { ...limit, headers: { 'stripe-rate-limited-reason': 'endpoint-rate' } });
    }
    case 'server error':
      return send(response, refusal(500, 'api_error', 'An unknown error occurred.'));
    case 'reset':
      response.destroy();
      return;
    case 'truncated':
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end('{"object":"list","data":[{"id":"evt_1"');
      return;
    case 'web page instead of an answer':
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end('<html><body>Maintenance</body></html>');
  }
}
