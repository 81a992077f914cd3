import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeCsv } from '../../src/kit/escape-csv.ts';
import { escapeSlack, escapeSlackCode } from '../../src/kit/escape-slack.ts';
import { escapeTerminal } from '../../src/kit/escape-terminal.ts';
import { displayWidth, truncate, truncateMiddle, wrap } from '../../src/kit/text-width.ts';

/** Any text, and more often than chance would have it text that means harm. */
const nasty = fc.constantFrom(
  '\u001b[',
  '\u202e',
  '<',
  '>',
  '&',
  '`',
  '*',
  '@here',
  '=',
  '"',
  '\n',
  ',',
  '\u0000',
  '\ud83d',
  '東',
  ' ',
);
const text = fc.array(fc.oneof(fc.string({ unit: 'binary' }), nasty), { maxLength: 12 }).map((parts) => parts.join(''));

describe('whatever strangers write', () => {
  it('reaches a terminal without anything that it would obey, and once escaped stays as it is', () => {
    fc.assert(
      fc.property(text, (one) => {
        const safe = escapeTerminal(one);
        expect(safe).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
        expect(escapeTerminal(safe)).toBe(safe);
      }),
    );
  });

  it('reaches Slack without markup, and reads the same', () => {
    fc.assert(
      fc.property(text, (one) => {
        const safe = escapeSlack(one);
        expect(safe).not.toMatch(/[<>]|&(?!(amp|lt|gt);)|@(here|channel|everyone)/);
        const read = safe
          .replaceAll('\u200b', '')
          .replaceAll('&lt;', '<')
          .replaceAll('&gt;', '>')
          .replaceAll('&amp;', '&');
        expect(read).toBe(escapeTerminal(one));
        expect(escapeSlackCode(one)).not.toMatch(/[<>`]/);
      }),
    );
  });

  it('is one cell of a table that a reader of RFC 4180 gets back, and no formula', () => {
    fc.assert(
      fc.property(text, (one) => {
        const cell = readCell(escapeCsv(one));
        expect([one, `'${one}`]).toContain(cell);
        if (!/^-?\d+(\.\d+)?$/.test(one)) expect(cell.trimStart()).not.toMatch(/^[=+\-@]/);
      }),
    );
  });
});

describe('lines of a terminal', () => {
  const line = text.map(escapeTerminal);

  it('are never wider than asked', () => {
    fc.assert(
      fc.property(line, fc.integer({ min: 2, max: 40 }), (one, columns) => {
        expect(displayWidth(truncate(one, columns))).toBeLessThanOrEqual(columns);
        expect(displayWidth(truncateMiddle(one, columns))).toBeLessThanOrEqual(columns);
        for (const part of wrap(one, columns)) expect(displayWidth(part)).toBeLessThanOrEqual(columns);
      }),
    );
  });

  it('lose nothing when wrapped', () => {
    fc.assert(
      fc.property(line, fc.integer({ min: 2, max: 40 }), (one, columns) => {
        expect(wrap(one, columns).join('').replaceAll(' ', '')).toBe(one.replaceAll(' ', ''));
      }),
    );
  });
});

/** A cell as a spreadsheet reads it. */
function readCell(cell: string): string {
  if (!cell.startsWith('"')) {
    expect(cell).not.toMatch(/[",\r\n]/);
    return cell;
  }
  expect(cell.slice(1, -1)).toMatch(/^([^"]|"")*$/);
  return cell.slice(1, -1).replaceAll('""', '"');
}
