import type { Secret } from '../../core/secret.ts';
import type { AlertSink } from '../../core/sink.ts';
import type { PostDeps } from './post.ts';
import { post } from './post.ts';
import { slackPayload } from './slack-payload.ts';

export interface SlackOptions extends PostDeps {
  readonly id: string;
  /** Address of an incoming webhook: whoever has it can post. */
  readonly url: Secret;
}

/** Slack incoming webhook, and whatever understands its format. */
export function createSlackSink(options: SlackOptions): AlertSink {
  const { id, url } = options;
  return {
    id,
    kind: 'slack',
    send: (group, signal) => {
      const body = JSON.stringify(slackPayload(group));
      return post(options, { url: url.reveal(), headers: { 'content-type': 'application/json' }, body }, signal);
    },
  };
}
