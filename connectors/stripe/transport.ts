import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { Stripe } from 'stripe';

type HttpClient = ReturnType<typeof Stripe.createNodeHttpClient>;

/**
 * The transport of one request. Stripe's client knows no signal, so connections are cut under it; and it asks again
 * after a connection that broke, even when told never to, so it does not get to see that one did.
 */
export function transport(url: URL): { readonly client: HttpClient; readonly cut: () => void } {
  const agent = url.protocol === 'http:' ? new HttpAgent() : new HttpsAgent();
  const inner = Stripe.createNodeHttpClient(agent);
  const client: HttpClient = {
    getClientName: () => inner.getClientName(),
    async makeRequest(...request) {
      try {
        return await inner.makeRequest(...request);
      } catch (cause) {
        throw new TypeError('the connection failed', { cause });
      }
    },
  };
  return { client, cut: () => agent.destroy() };
}
