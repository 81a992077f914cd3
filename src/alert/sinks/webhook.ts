import { createHmac } from 'node:crypto';
import type { Secret } from '../../core/secret.ts';
import type { AlertGroup, AlertSink } from '../../core/sink.ts';
import type { PostDeps } from './post.ts';
import { post } from './post.ts';
import { webhookBody } from './webhook-body.ts';

export interface WebhookOptions extends PostDeps {
  readonly id: string;
  readonly url: Secret;
  /** Signs the body where the receiver wants to know who sent it. */
  readonly signingSecret?: Secret;
}

/**
 * Generic JSON. `keywatch-signature: t=<unix seconds>,v1=<hex>` is HMAC-SHA-256 over
 * `<t>.<body>`; `keywatch-message-id` is the same for repeats of one message.
 */
export function createWebhookSink(options: WebhookOptions): AlertSink {
  const { id, url, signingSecret, clock } = options;
  return {
    id,
    kind: 'webhook',
    send: (group: AlertGroup, signal: AbortSignal) => {
      const body = JSON.stringify(webhookBody(group));
      const headers: Record<string, string> = { 'content-type': 'application/json', 'keywatch-message-id': group.id };
      if (signingSecret !== undefined)
        headers['keywatch-signature'] = sign(signingSecret, body, Math.floor(clock.now() / 1000));
      return post(options, { url: url.reveal(), headers, body }, signal);
    },
  };
}

function sign(secret: Secret, body: string, seconds: number): string {
  const hex = createHmac('sha256', secret.reveal()).update(`${seconds}.${body}`).digest('hex');
  return `t=${seconds},v1=${hex}`;
}
