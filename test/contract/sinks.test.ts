import { z } from 'zod';
import { createSlackSink } from '../../src/alert/sinks/slack.ts';
import { createWebhookSink } from '../../src/alert/sinks/webhook.ts';
import { sinkContract } from './sink.contract.ts';

/** Block Kit, as far as we use it, with its limits. */
const mrkdwn = (limit: number) =>
  z.strictObject({ type: z.literal('mrkdwn'), text: z.string().min(1).max(limit), verbatim: z.literal(true) });
const SLACK = z.strictObject({
  text: z.string().min(1).max(4000),
  blocks: z
    .array(
      z.union([
        z.strictObject({
          type: z.literal('header'),
          text: z.strictObject({ type: z.literal('plain_text'), text: z.string().min(1).max(150) }),
        }),
        z.strictObject({ type: z.literal('section'), text: mrkdwn(3000) }),
        z.strictObject({ type: z.literal('section'), fields: z.array(mrkdwn(2000)).min(1).max(10) }),
        z.strictObject({ type: z.literal('context'), elements: z.array(mrkdwn(3000)).min(1).max(10) }),
        z.strictObject({ type: z.literal('divider') }),
      ]),
    )
    .min(1)
    .max(50),
});

const WEBHOOK = z.object({
  schemaVersion: z.literal(1),
  type: z.literal('keywatch.alert'),
  id: z.string(),
  reason: z.string(),
  maybeRepeat: z.boolean(),
  sentAt: z.iso.datetime(),
  incidents: z
    .array(
      z.object({
        id: z.string(),
        title: z.string(),
        severity: z.enum(['info', 'low', 'medium', 'high', 'critical']),
        score: z.number(),
        credentials: z.array(z.string()),
        evidence: z.array(z.object({ eventId: z.string(), time: z.iso.datetime() })),
        next: z.string().startsWith('keywatch respond plan '),
      }),
    )
    .min(1),
});

sinkContract('slack', {
  make: (deps) => createSlackSink({ id: 'chat', ...deps }),
  checkBody: (body) => {
    SLACK.parse(JSON.parse(body));
  },
});

sinkContract('webhook', {
  make: (deps) => createWebhookSink({ id: 'hook', ...deps }),
  checkBody: (body) => {
    WEBHOOK.parse(JSON.parse(body));
  },
});
