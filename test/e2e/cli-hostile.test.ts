import { describe, expect, it } from 'vitest';
import { runHere } from '../support/run-here.ts';
import { useScannedFolder } from '../support/scanned.ts';
import { keyIdOf, theftRecords, trailRecord } from '../support/trail-records.ts';

const CLEAR_SCREEN = '\u001b[2J\u001b[1;1H';
const REVERSED = '\u202egpj.exe';
const HOSTILE = `=cmd|'/C calc'!A0${CLEAR_SCREEN}${REVERSED}\u0007\nkeywatch: all is well`;
/** What a terminal would obey or a reader would not see; the line end is ours. */
const OBEYED = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/u;

describe('names that others wrote', () => {
  const hostile = trailRecord({
    user: HOSTILE,
    agent: HOSTILE,
    action: 'GetObject',
    request: { bucketName: HOSTILE, key: HOSTILE },
  });
  const stolen = theftRecords().map((record) => ({ ...(record as object), userAgent: HOSTILE }));
  const { folder, run, scan } = useScannedFolder(() => [hostile, ...stolen]);

  it.each([
    [['search']],
    [['search', '--format', 'csv']],
    [['search', '--format', 'json']],
    [['search', '--format', 'ndjson']],
    [['search', '--top', 'actor']],
    [['incidents']],
    [['incidents', '--format', 'csv']],
    [['keys', '--format', 'csv']],
    [['keys', 'show', keyIdOf('deploy')]],
    [['keys', 'adopt']],
    [['leak', keyIdOf('deploy'), '--at', '2024-06-01', '--place', HOSTILE]],
    [['leak', keyIdOf('deploy'), '--at', '2024-06-01', '--place', HOSTILE, '--format', 'csv']],
  ])('are shown and not obeyed by %j', async (args) => {
    const { code, out, err } = await run(args);
    expect(code).toBe(0);
    expect(out).not.toMatch(OBEYED);
    expect(err).not.toMatch(OBEYED);
    expect(out).not.toMatch(/^keywatch: all is well/m);
  });

  it('nor by the scan that found them', () => {
    expect(scan().out).not.toMatch(OBEYED);
  });

  it('cannot become formulas of a spreadsheet', async () => {
    const { out } = await run(['search', '--format', 'csv']);
    expect(out).toContain("cmd|'/C calc'");
    expect(out).not.toMatch(/(^|,|")=cmd/m);
  });

  it('survive whole in JSON', async () => {
    const { out } = await run(['search', '--action', 'GetObject', '--format', 'json']);
    const { events } = JSON.parse(out) as { events: { agent: string }[] };
    expect(events[0]?.agent).toBe(HOSTILE);
  });

  it('are coloured on a terminal, and neither where NO_COLOR says so nor in a pipe', async () => {
    const color = '\u001b[';
    const terminal = { outIsTerminal: true, columns: 80 };
    expect((await runHere(['incidents'], { cwd: folder, terminal })).out).toContain(color);
    expect((await runHere(['incidents'], { cwd: folder, terminal, env: { NO_COLOR: '1' } })).out).not.toContain(color);
    expect((await runHere(['incidents'], { cwd: folder, env: { FORCE_COLOR: '1' } })).out).not.toContain(color);
  });
});
