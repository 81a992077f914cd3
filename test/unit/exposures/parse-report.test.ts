import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src/core/errors.ts';
import { parseReport } from '../../../src/exposures/parse-report.ts';
import { keyId, liveKey } from '../../support/acme.ts';
import { gitleaksReport, sarifReport, trufflehogLine } from './reports.ts';

const DATE = Date.UTC(2026, 10, 20, 8, 30);
const SECRET = liveKey('a');

function texts(report: string): readonly string[] {
  return parseReport(report).candidates.map(({ text }) => text.reveal());
}

describe('a gitleaks report', () => {
  it('gives the match with place and time', () => {
    const { format, candidates, skipped } = parseReport(gitleaksReport([{ secret: SECRET, match: `KEY=${SECRET}` }]));

    expect(format).toBe('gitleaks');
    expect(skipped).toEqual([]);
    expect(candidates).toMatchObject([
      { place: 'src/deploy.env:3 @0a1b2c3d4e5f', at: DATE, rule: 'generic-api-key', public: false },
    ]);
    expect(candidates[0]?.text.reveal()).toBe(`KEY=${SECRET}`);
  });

  it('keeps the secret when the match does not contain it', () => {
    expect(texts(gitleaksReport([{ secret: SECRET, match: 'cut off' }]))).toEqual([`${SECRET}\ncut off`]);
  });

  it('says why a masked finding is of no use', () => {
    const { candidates, skipped } = parseReport(
      gitleaksReport(['REDACTED', 'acme_sk...', 'acme***', ''].map((secret) => ({ secret }))),
    );

    expect(candidates).toEqual([]);
    expect(skipped).toHaveLength(4);
    expect(skipped[0]?.reason).toContain('masked');
  });

  it('takes an empty list for a report without findings', () => {
    expect(parseReport('[]')).toEqual({ format: 'gitleaks', candidates: [], skipped: [] });
  });

  it('goes on after a finding that is broken', () => {
    const broken = `[{"RuleID":5},${gitleaksReport([{ secret: SECRET }]).slice(1)}`;

    expect(parseReport(broken)).toMatchObject({
      candidates: [{ rule: 'generic-api-key' }],
      skipped: [{ place: 'finding 1' }],
    });
  });

  it('has no time when the scan saw files and no commits', () => {
    expect(parseReport(gitleaksReport([{ secret: SECRET, date: '' }])).candidates[0]?.at).toBeNull();
  });
});

describe('a trufflehog report', () => {
  it('gives all parts of a key that has several', () => {
    const { format, candidates } = parseReport(trufflehogLine({ raw: keyId('a'), rawV2: `${keyId('a')}:${SECRET}` }));

    expect(format).toBe('trufflehog');
    expect(candidates).toMatchObject([
      { place: 'https://git.example.com/team/app.git keys:4 @0a1b2c3d4e5f', at: DATE, rule: 'Acme' },
    ]);
    expect(candidates[0]?.text.reveal()).toBe(`${keyId('a')}:${SECRET}`);
  });

  it('is read line by line, with the scanner own log and broken lines between', () => {
    const log = JSON.stringify({ level: 'info-0', ts: 'x', msg: 'finished scanning' });
    const report = [trufflehogLine({ raw: SECRET }), log, '{"cut', '', trufflehogLine({ raw: keyId('b') })].join('\n');

    const { candidates, skipped } = parseReport(report);

    expect(candidates).toHaveLength(2);
    expect(skipped).toEqual([{ place: 'line 3', reason: 'is no finding that can be read' }]);
  });

  it('is also read as one list', () => {
    expect(texts(`[${trufflehogLine({ raw: SECRET })},${trufflehogLine({ raw: keyId('a') })}]`)).toEqual([
      SECRET,
      keyId('a'),
    ]);
  });

  it.each([
    [{ Filesystem: { file: '/srv/app/.env', line: 2 } }, '/srv/app/.env:2'],
    [{ S3: { bucket: 'backups', file: 'dump.sql' } }, 'backups dump.sql'],
    [{ Wiki: { link: 'https://wiki.example.com/x', title: 'keys' } }, 'https://wiki.example.com/x'],
    [{ Odd: { path: '/x', line: 'seven' } }, '/x'],
    [{}, ''],
  ])('knows the place from %j', (data, place) => {
    expect(parseReport(trufflehogLine({ raw: SECRET, data })).candidates[0]?.place).toBe(place);
  });

  it('knows that a source said that it is open to everybody', () => {
    const open = trufflehogLine({ raw: SECRET, data: { Forge: { file: 'a', visibility: 'public' } } });

    expect(parseReport(open).candidates[0]?.public).toBe(true);
    expect(parseReport(trufflehogLine({ raw: SECRET })).candidates[0]?.public).toBe(false);
  });

  it('skips a finding without its text', () => {
    expect(parseReport(trufflehogLine({ raw: '' }))).toMatchObject({
      candidates: [],
      skipped: [{ reason: 'the report does not hold the secret' }],
    });
  });
});

describe('a SARIF report', () => {
  it('gives the text of the place', () => {
    const { format, candidates } = parseReport(sarifReport([{ snippet: `key = "${SECRET}"` }]));

    expect(format).toBe('sarif');
    expect(candidates).toMatchObject([{ place: 'app/settings.py:7 @0a1b2c3d4e5f', at: DATE, rule: 'acme-key' }]);
    expect(candidates[0]?.text.reveal()).toBe(`key = "${SECRET}"`);
  });

  it('uses the message only where no text is shown, and without the hashes of commits in it', () => {
    const hash = 'deadbeef'.repeat(5);

    expect(texts(sarifReport([{ message: `${SECRET} in commit ${hash}` }]))).toEqual([`${SECRET} in commit `]);
    expect(texts(sarifReport([{ snippet: 'x', message: SECRET }]))).toEqual(['x']);
  });

  it('says when nothing is shown', () => {
    expect(parseReport(sarifReport([{ message: '' }])).skipped).toEqual([
      { place: 'app/settings.py:7 @0a1b2c3d4e5f', reason: 'the report shows no text of the finding' },
    ]);
  });

  it('may have runs without results and results of other shapes', () => {
    const odd = {
      version: '2.1.0',
      runs: [{ results: null }, {}, { results: [5, { ruleId: 'r', message: { text: SECRET } }] }],
    };

    expect(parseReport(JSON.stringify(odd))).toMatchObject({
      candidates: [{ rule: 'r', place: '', at: null }],
      skipped: [{ place: 'result 1' }],
    });
  });
});

describe('anything else', () => {
  it.each([
    '',
    'hello',
    '{}',
    '5',
    'null',
    '[1,2]',
    '{"version":"1.0"}',
    '{"a":1}\n{"b":2}',
    `not json with ${SECRET}`,
  ])('%j is refused', (text) => {
    try {
      parseReport(text);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(AppError);
      expect(error).toMatchObject({ code: 'LEAK_REPORT_UNKNOWN', kind: 'bad-input' });
      expect(String(error)).not.toContain(SECRET);
    }
  });
});
