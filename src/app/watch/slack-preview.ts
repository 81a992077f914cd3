import type { SlackPayload } from '../../alert/sinks/slack-payload.ts';
import { renderSlackPreview } from '../../alert/slack-preview.ts';

/** The body of a message as posted to Slack, the way it would look there. */
export function previewSlack(body: string, options: { readonly width: number; readonly color: boolean }): string {
  return renderSlackPreview(payloadOf(body), options);
}

/** The same in one line: its headline, and why it was sent. */
export function slackLine(body: string): { readonly headline: string; readonly reason: string } {
  let headline = '';
  let reason = '';
  for (const block of payloadOf(body).blocks) {
    if (block.type === 'header' && headline === '') headline = block.text.text;
    if (block.type === 'context') reason = block.elements[0]?.text.split(' · ')[0] ?? '';
  }
  return { headline, reason };
}

function payloadOf(body: string): SlackPayload {
  return JSON.parse(body) as SlackPayload;
}
