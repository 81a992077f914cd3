import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createWebhookSink } from '../../../src/alert/sinks/webhook.ts';
import { webhookBody } from '../../../src/alert/sinks/webhook-body.ts';
import { Secret } from '../../../src/core/secret.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { alertOf, evidence, finding, incident, KEY, NIGHT, SESSION } from './samples.ts';

interface Sent {
  readonly headers: Headers;
  readonly body: string;
}

async function sent(signingSecret?: string): Promise<Sent> {
  let got: Sent | undefined;
  const sink = createWebhookSink({
    id: 'hook',
    url: new Secret('http://127.0.0.1:9/hook'),
    clock: new FakeClock(NIGHT),
    timeout: 1000,
    fetch: async (_url, init) => {
      got = { headers: new Headers(init.headers), body: typeof init.body === 'string' ? init.body : '' };
      return new Response(null, { status: 204 });
    },
    ...(signingSecret === undefined ? {} : { signingSecret: new Secret(signingSecret) }),
  });
  expect(await sink.send(alertOf([incident()]), new AbortController().signal)).toEqual({
    kind: 'sent',
    receipt: '204',
  });
  if (got === undefined) throw new Error('nothing was sent');
  return got;
}

describe('the webhook', () => {
  it('names the message, so that a receiver can tell a repeat', async () => {
    expect((await sent()).headers.get('keywatch-message-id')).toBe('msg-0123456789abcdef');
  });

  it('signs time and body when it has a secret', async () => {
    const { headers, body } = await sent('a signing secret');
    const seconds = NIGHT / 1000;

    const expected = createHmac('sha256', 'a signing secret').update(`${seconds}.${body}`).digest('hex');

    expect(headers.get('keywatch-signature')).toBe(`t=${seconds},v1=${expected}`);
  });

  it('does not pretend to sign without one', async () => {
    expect((await sent()).headers.has('keywatch-signature')).toBe(false);
  });
});

describe('the body of the webhook', () => {
  const BODY = z.object({
    incidents: z.array(z.object({ evidence: z.array(z.unknown()), evidenceOmitted: z.number() })),
  });

  it('is version 1, with these fields', () => {
    const text = JSON.stringify(webhookBody(alertOf([incident({ findings: [finding()] })])), null, 2);

    expect(text.replaceAll(KEY, '(key)').replaceAll(SESSION, '(session)')).toMatchInlineSnapshot(`
      "{
        "schemaVersion": 1,
        "type": "keywatch.alert",
        "id": "msg-0123456789abcdef",
        "reason": "first",
        "maybeRepeat": false,
        "sentAt": "2026-11-23T03:22:00Z",
        "footer": "first message about this incident · msg-0123456789abcdef",
        "incidents": [
          {
            "id": "inc-7f3a9c2e",
            "title": "Leaked key of ci-deploy is used from a new network",
            "severity": "critical",
            "score": 185,
            "status": "open",
            "historical": false,
            "provider": "aws",
            "account": "111122223333",
            "subject": {
              "kind": "credential",
              "id": "(key)"
            },
            "credentials": [
              "(key)",
              "(session)"
            ],
            "owner": "",
            "firstEvent": "2026-11-23T03:12:00Z",
            "lastEvent": "2026-11-23T03:21:00Z",
            "scoreParts": [
              {
                "detector": "first-network-for-key",
                "points": 25,
                "times": 1,
                "reason": "AS64500 was never seen in 212 days"
              },
              {
                "detector": "leaked-key-in-use",
                "points": 100,
                "times": 1,
                "reason": "its secret is public since 02:58"
              },
              {
                "detector": "identity-check-then-sweep",
                "points": 60,
                "times": 2,
                "reason": "14 listing calls within 3 min"
              }
            ],
            "findings": [
              {
                "id": "fnd-0000000000000001",
                "detector": "leaked-key-in-use",
                "severity": "critical",
                "at": "2026-11-23T03:12:00Z",
                "reason": "used from AS64500, never seen before, 14 min after its secret appeared in a public repository"
              }
            ],
            "evidence": [
              {
                "eventId": "11111111-2222-4333-8444-555555555555",
                "time": "2026-11-23T03:12:00Z",
                "provider": "aws",
                "credential": "(key)",
                "actor": "arn:aws:iam::111122223333:user/ci-deploy",
                "action": "GetCallerIdentity",
                "target": "",
                "address": "198.51.100.7",
                "tool": "aws-cli",
                "outcome": "success"
              }
            ],
            "evidenceOmitted": 0,
            "next": "keywatch respond plan inc-7f3a9c2e"
          }
        ]
      }"
    `);
  });

  it('sends a hundred events, the last among them, and counts the rest', () => {
    const many = Array.from({ length: 150 }, (_, index) =>
      evidence({ eventId: `event-${index}`, time: NIGHT + index }),
    );
    const body = BODY.parse(webhookBody(alertOf([incident({ findings: [finding({ evidence: many })] })])));

    expect(body.incidents[0]?.evidence).toHaveLength(100);
    expect(body.incidents[0]?.evidenceOmitted).toBe(50);
    expect(body.incidents[0]?.evidence.at(-1)).toMatchObject({ eventId: 'event-149' });
  });
});
