import type { SlackPayload } from '../alert/sinks/slack-payload.ts';
import { renderSlackPreview } from '../alert/slack-preview.ts';

/** The body of a message as posted to Slack, the way it would look there. */
export function previewSlack(body: string, options: { readonly width: number; readonly color: boolean }): string {
  return renderSlackPreview(JSON.parse(body) as SlackPayload, options);
}
