import { describe, expect, it } from 'vitest';
import { runHere } from '../support/run-here.ts';
import { useScannedFolder } from '../support/scanned.ts';
import { useTempFolders } from '../support/temp-folder.ts';
import { keyIdOf, trailFile, trailRecord } from '../support/trail-records.ts';

describe('keywatch search', () => {
  const { run } = useScannedFolder(() => [
    trailRecord({ user: 'deploy', action: 'ListUsers', address: '198.51.100.24' }),
    trailRecord({ user: 'deploy', action: 'CreateUser', address: '2001:db8::24' }),
  ]);

  it('that finds nothing says what there was to find it in', async () => {
    for (const args of [
      ['search', '--credential', keyIdOf('nobody')],
      ['search', '--top', 'action', '--account', '444455556666'],
    ]) {
      const { code, out, err } = await run(args);
      expect({ code, out }).toEqual({ code: 0, out: '' });
      expect(err).toMatch(
        /^No event matches\. Stored are 2 events, 2024-06-03 12:00:\d\d to 2024-06-03 12:00:\d\d UTC\.\n$/,
      );
    }
  });

  it('gives a program its empty list all the same', async () => {
    const json = await run(['search', 'nothing-of-that-name', '--format', 'json']);
    expect(JSON.parse(json.out)).toEqual({ schemaVersion: 1, events: [] });
    const csv = await run(['search', '--top', 'action', '--account', '444455556666', '--format', 'csv']);
    expect(csv.out).toBe('count,action\n');
  });

  it('knows an address in each of its spellings', async () => {
    for (const ip of ['2001:db8::24', '2001:0DB8:0:0::0024', '2001:db8::/48']) {
      const { out } = await run(['search', '--ip', ip, '--format', 'json']);
      const { events } = JSON.parse(out) as { events: { action: string }[] };
      expect(events.map(({ action }) => action)).toEqual(['CreateUser']);
    }
  });

  it('calls a credential by the same name as the list of keys does', async () => {
    const { events } = JSON.parse((await run(['search', '--format', 'json'])).out) as {
      events: { credential: string }[];
    };
    const list = JSON.parse((await run(['keys', '--format', 'json'])).out) as { credentials: { credential: string }[] };
    expect(events.map(({ credential }) => credential)).toEqual([
      `aws:${keyIdOf('deploy')}`,
      `aws:${keyIdOf('deploy')}`,
    ]);
    expect(list.credentials.map(({ credential }) => credential)).toEqual([`aws:${keyIdOf('deploy')}`]);
  });

  it('takes a moment as the table shows it', async () => {
    const { out } = await run(['search', '--limit', '1']);
    const [shown = ''] = /^2024-06-03 \d\d:\d\d:\d\d/m.exec(out) ?? [];
    expect((await run(['search', '--from', shown])).out).toContain(shown);
  });
});

describe('keywatch search in a database without events', () => {
  const folders = useTempFolders();

  it('says that there are none yet', async () => {
    const cwd = folders();
    await runHere(['scan', '-', '--workers', '1'], { cwd, stdin: trailFile([]) });
    expect((await runHere(['search'], { cwd })).err).toBe('No event matches: the database holds none yet.\n');
  });
});
