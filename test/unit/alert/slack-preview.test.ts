import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { slackPayload } from '../../../src/alert/sinks/slack-payload.ts';
import { renderSlackPreview } from '../../../src/alert/slack-preview.ts';
import { displayWidth } from '../../../src/kit/text-width.ts';
import { alertOf, evidence, finding, HOSTILE, incident, KEY, NIGHT } from './samples.ts';

const PLAIN = { width: 88, color: false };

describe('the preview of a Slack message', () => {
  it('shows it as it would look', () => {
    const acts = ['GetCallerIdentity', 'GetSecretValue'].map((action, index) =>
      evidence({
        eventId: `${index}`,
        time: NIGHT + index * 60_000,
        action,
        target: index === 1 ? 'prod/payments' : '',
      }),
    );

    const text = renderSlackPreview(
      slackPayload(alertOf([incident({ findings: [finding({ evidence: acts })] })])),
      PLAIN,
    );

    expect(text.replaceAll(KEY, '(key)')).toMatchInlineSnapshot(`
      "▌ CRITICAL: Leaked key of ci-deploy is used from a new network
      ▌
      ▌ Key       (key) and 1 more
      ▌ Used as   arn:aws:iam::111122223333:user/ci-deploy
      ▌ From      198.51.100.7
      ▌ With      aws-cli
      ▌ Account   aws 111122223333
      ▌ When      2026-11-23T03:12:00Z to 2026-11-23T03:21:00Z
      ▌ Status    open, nobody on it
      ▌
      ▌ What it did (2026-11-23, UTC)
      ▌   03:12:00  success  198.51.100.7     GetCallerIdentity
      ▌   03:13:00  success  198.51.100.7     GetSecretValue        prod/payments
      ▌
      ▌ Why 185 points:
      ▌ • +100 leaked-key-in-use: its secret is public since 02:58
      ▌ • +60 identity-check-then-sweep (2 times): 14 listing calls within 3 min
      ▌ • +25 first-network-for-key: AS64500 was never seen in 212 days
      ▌
      ▌ Next: look at the plan; nothing is changed until you approve it
      ▌   keywatch respond plan inc-7f3a9c2e
      ▌
      ▌ first message about this incident · msg-0123456789abcdef
      "
    `);
  });

  it('cuts rows of evidence where the terminal ends', () => {
    const row = evidence({ action: 'GetSecretValue', target: 'a-secret-with-a-rather-long-name' });
    const payload = slackPayload(alertOf([incident({ findings: [finding({ evidence: [row] })] })]));

    const lines = renderSlackPreview(payload, { width: 70, color: false }).split('\n');

    expect(lines.filter((line) => displayWidth(line) > 70)).toEqual([]);
    expect(lines.some((line) => line.endsWith('a-s…') || /GetSecretValue.*…$/.test(line))).toBe(true);
  });

  it('shows a digest with lines between', () => {
    const text = renderSlackPreview(
      slackPayload(
        alertOf([incident({ historical: true }), incident({ id: 'inc-2', historical: true })], { reason: 'digest' }),
      ),
      PLAIN,
    );

    expect(text.match(/─{50,}/g)).toHaveLength(2);
  });

  it('says the same in colour', () => {
    const payload = slackPayload(alertOf([incident()]));
    const colored = renderSlackPreview(payload, { ...PLAIN, color: true });

    expect(colored).toContain('\u001b[1m');
    expect(stripVTControlCharacters(colored)).toBe(renderSlackPreview(payload, PLAIN));
  });

  it.each(HOSTILE)('obeys nothing that strangers wrote: %j', (text) => {
    const event = evidence({ actor: text, action: text, target: text, address: text, tool: text });
    const one = incident({ title: text, findings: [finding({ evidence: [event] })] });

    for (const line of renderSlackPreview(slackPayload(alertOf([one])), PLAIN)
      .trimEnd()
      .split('\n')) {
      expect(line.startsWith('▌')).toBe(true);
      expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      expect(displayWidth(line)).toBeLessThanOrEqual(PLAIN.width + 14);
    }
  });
});
