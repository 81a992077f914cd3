import { describe, expect, it } from 'vitest';
import { code, codeBlock, joinWithin } from '../../../src/alert/sinks/slack-blocks.ts';
import { slackPayload } from '../../../src/alert/sinks/slack-payload.ts';
import { alertOf, evidence, finding, HOSTILE, incident } from './samples.ts';

function textsOf(payload: ReturnType<typeof slackPayload>): readonly string[] {
  return payload.blocks.flatMap((block) => {
    if (block.type === 'divider') return [];
    if (block.type === 'context') return block.elements.map((element) => element.text);
    return 'fields' in block ? block.fields.map((field) => field.text) : [block.text.text];
  });
}

describe('the Slack message of a page', () => {
  const payload = slackPayload(alertOf([incident()]));

  it('says what happened in the first line, and in the notification', () => {
    const line = 'CRITICAL: Leaked key of ci-deploy is used from a new network';

    expect(payload.blocks[0]).toEqual({ type: 'header', text: { type: 'plain_text', text: line } });
    expect(payload.text).toBe(line);
  });

  it('goes on with facts, evidence, reasons, the next step and why it was sent', () => {
    expect(
      textsOf(payload)
        .slice(1)
        .map((text) => text.split('\n')[0]),
    ).toEqual([
      '*Key*',
      '*Used as*',
      '*From*',
      '*With*',
      '*Account*',
      '*When*',
      '*Status*',
      '*What it did* (2026-11-23, UTC)',
      '*Why 185 points:*',
      '*Next:* look at the plan; nothing is changed until you approve it',
      'first message about this incident · msg-0123456789abcdef',
    ]);
  });

  it('shows the day where the evidence spans several', () => {
    const days = [0, 1].map((day) => evidence({ eventId: `${day}`, time: Date.UTC(2026, 10, 23 + day) }));
    const text = textsOf(slackPayload(alertOf([incident({ findings: [finding({ evidence: days })] })]))).join('\n');

    expect(text).toContain('*What it did* (UTC)');
    expect(text).toContain('2026-11-24 00:00:00');
  });

  it('has no evidence block where there is no evidence', () => {
    expect(textsOf(slackPayload(alertOf([incident({ findings: [] })]))).join('\n')).not.toContain('What it did');
  });
});

describe('the header of a Slack message', () => {
  const header = (title: string): string => {
    const [block] = slackPayload(alertOf([incident({ title })])).blocks;
    return block?.type === 'header' ? block.text.text : '';
  };

  it('uses the room that there is', () => {
    expect(header('x'.repeat(140))).toBe(`CRITICAL: ${'x'.repeat(140)}`);
    expect(header('x'.repeat(141))).toBe(`CRITICAL: ${'x'.repeat(139)}…`);
  });

  it('never ends in half a character', () => {
    expect(header(`${'x'.repeat(138)}👍👍`)).toBe(`CRITICAL: ${'x'.repeat(138)}…`);
  });
});

describe('the Slack message of a digest', () => {
  const many = Array.from({ length: 40 }, (_, index) => incident({ id: `inc-${index}`, historical: true }));

  it('counts, shows the first dozen and says how many more', () => {
    const payload = slackPayload(alertOf(many, { reason: 'digest' }));

    expect(payload.text).toBe('Keywatch: 40 historical incidents');
    expect(payload.blocks.length).toBeLessThanOrEqual(50);
    expect(textsOf(payload).join('\n')).toContain('and 28 more: `keywatch incidents`');
  });

  it('of one incident is a digest still', () => {
    const payload = slackPayload(alertOf(many.slice(0, 1), { reason: 'digest' }));

    expect(textsOf(payload)[0]).toBe('1 historical incident');
  });
});

describe('text by strangers', () => {
  it.each(HOSTILE)('neither mentions nor links nor breaks out: %j', (text) => {
    const event = evidence({ actor: text, action: text, target: text, address: text, tool: text });
    const one = incident({ title: text, owner: text, findings: [finding({ evidence: [event] })] });

    for (const shown of textsOf(slackPayload(alertOf([one]))).slice(1)) {
      expect(shown).not.toMatch(/[<>]/);
      expect(shown.replaceAll(/&(amp|lt|gt);/g, '')).not.toContain('&');
      expect(shown).not.toMatch(/@(channel|here|everyone)/);
      expect((shown.match(/```/g) ?? []).length % 2).toBe(0);
    }
  });

  it('cannot close the code span or block it stands in', () => {
    expect(code('a`b')).toBe('`aˋb`');
    expect(codeBlock(['```', 'x'])).toBe('```\nˋˋˋ\nx\n```');
  });

  it('is cut between lines, never inside one', () => {
    expect(joinWithin('head', ['aaaa', 'bbbb', 'cccc'], 14)).toBe('head\naaaa\nbbbb\n(1 more)');
    expect(joinWithin('head', ['aaaa'], 9)).toBe('head\naaaa');
  });
});
