import { describe, expect, it } from 'vitest';
import { escapeCsv } from '../../../src/kit/escape-csv.ts';
import { escapeSlack, escapeSlackCode } from '../../../src/kit/escape-slack.ts';
import { escapeTerminal } from '../../../src/kit/escape-terminal.ts';

describe('text for a terminal', () => {
  it.each([
    ['colours', '\u001b[31mred', '\\x1b[31mred'],
    ['C1 controls', '\u009b2J', '\\x9b2J'],
    ['line ends', 'a\r\nb\tc', 'a\\r\\nb\\tc'],
    ['reversed reading order', 'exe.\u202egnp', 'exe.\\u{202e}gnp'],
    ['isolates', '\u2066a\u2069', '\\u{2066}a\\u{2069}'],
    ['zero width', 'a\u200bb\ufeff', 'a\\u{200b}b\\u{feff}'],
    ['separators', 'a\u2028b', 'a\\u{2028}b'],
    ['tags', 'a\u{e0041}', 'a\\u{e0041}'],
    ['half a character', 'a\ud800b', 'a\\u{d800}b'],
    ['nul', '\u0000', '\\x00'],
    ['delete', '\u007f', '\\x7f'],
  ])('shows %s', (_name, text, expected) => {
    expect(escapeTerminal(text)).toBe(expected);
  });

  it('leaves the languages of the world alone', () => {
    for (const text of ['Zürich', '東京', 'שלום', 'e\u0301', '👍', 'a\\b']) expect(escapeTerminal(text)).toBe(text);
  });
});

describe('text for a spreadsheet', () => {
  it.each([
    ['=1+1', "'=1+1"],
    ['+1 (555)', "'+1 (555)"],
    ['-cmd', "'-cmd"],
    ['@SUM(A1)', "'@SUM(A1)"],
    [' =1+1', "' =1+1"],
    ['\t=1+1', `"'\t=1+1"`],
    ['=a,"b"', `"'=a,""b"""`],
    ['-12.5', '-12.5'],
    ['12', '12'],
    ['a,b', '"a,b"'],
    ['say "x"', '"say ""x"""'],
    ['two\nlines', '"two\nlines"'],
    ['a;b', '"a;b"'],
    ['plain', 'plain'],
    ['', ''],
  ])('%j becomes %j', (text, expected) => {
    expect(escapeCsv(text)).toBe(expected);
  });
});

describe('text for Slack', () => {
  it('cannot link, mention or format', () => {
    expect(escapeSlack('<!here> & <@U1>').replaceAll('\u200b', '')).toBe('&lt;!here&gt; &amp; &lt;@U1&gt;');
    expect(escapeSlack('@channel')).toBe('@\u200bchannel');
    expect(escapeSlack('*b*')).toBe('\u200b*\u200bb\u200b*\u200b');
  });

  it('stays fit to be copied inside code', () => {
    expect(escapeSlackCode('snake_case*')).toBe('snake_case*');
    expect(escapeSlackCode('a`b<c')).toBe('aˋb&lt;c');
  });

  it('shows hidden characters as a terminal does', () => {
    expect(escapeSlack('\u202e')).toBe('\\u{202e}');
  });
});
