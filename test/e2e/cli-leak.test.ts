import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/app/setup/database.ts';
import { tryLease } from '../../src/app/watch/lease.ts';
import { fakeSystem } from '../support/fake-system.ts';
import { runCli } from '../support/run-cli.ts';
import { HERE_NOW } from '../support/run-here.ts';
import { useScannedFolder } from '../support/scanned.ts';
import { keyIdOf, secretOf, trailRecord } from '../support/trail-records.ts';

const used = keyIdOf('used');
const idle = keyIdOf('idle');
const secret = secretOf('leaked');
const { folder, run } = useScannedFolder(() => [
  trailRecord({ key: used, user: 'ci', address: '198.51.100.7' }),
  ...Array.from({ length: 4 }, () =>
    trailRecord({
      key: used,
      user: 'ci',
      address: '203.0.113.66',
      action: 'GetObject',
      request: { bucketName: 'crown-jewels', key: 'x' },
    }),
  ),
  trailRecord({ key: idle, user: 'idle' }),
]);

/** Every byte of every file in the folder. */
function everyByte(): Buffer {
  return Buffer.concat(
    readdirSync(folder)
      .filter((name) => statSync(join(folder, name)).isFile())
      .map((name) => readFileSync(join(folder, name))),
  );
}

describe('keywatch leak', () => {
  it('answers at once whose key it is, and who used it since, from where, on what', async () => {
    const { code, out } = await run([
      'leak',
      used,
      '--at',
      '2024-06-03T12:00:00Z',
      '--place',
      'a wiki page',
      '--public',
    ]);
    expect(code).toBe(0);
    expect(out).toMatch(/^USED AFTER EXPOSURE: used since 2024-06-03T12:00:00Z/);
    expect(out).toContain('in a wiki page, in public since 2024-06-03T12:00:00Z');
    expect(out).toContain(`Whose: aws:${used}, owner arn:aws:iam::111122223333:user/ci, aws account 111122223333.`);
    expect(out).toContain('Used: 5 uses');
    expect(out).toContain('203.0.113.66 (4)');
    expect(out).toContain('s3 GetObject (4)');
    expect(out).toMatch(/On: .*crown-jewels/);
    expect(out).toContain('Ids are not secret');
    expect(out).toContain('Coverage: seen: audit log files');
  });

  it('tells none seen from nobody looked', async () => {
    const before = await run(['leak', idle, '--at', '2024-06-03T12:00:05Z', '--place', 'chat']);
    expect(before.out).toMatch(/^(USED AFTER|No use seen since)/);
    const after = await run(['leak', idle, '--at', '2024-06-03T15:00:00Z', '--place', 'mail']);
    expect(after.out).toMatch(/^Use not visible: nothing was read of the time since 2024-06-03T15:00:00Z/);
  });

  it('shows the past of a key of which nobody said when it leaked, and asks for the moment', async () => {
    const { out } = await run(['leak', used, '--place', 'unknown time']);
    expect(out).toContain('Until now:\n    Used: 5 uses');
    expect(out).toContain('say when it leaked with --at DATE');
  });

  it('told twice is one exposure; told with an earlier moment, another', async () => {
    const args = ['leak', idle, '--place', 'twice', '--format', 'json'];
    const first = JSON.parse((await run([...args, '--at', '2024-06-03T14:00Z'])).out) as { leaks: object[] };
    const second = JSON.parse((await run([...args, '--at', '2024-06-03T14:00Z'])).out) as { leaks: object[] };
    const earlier = JSON.parse((await run([...args, '--at', '2024-06-01'])).out) as { leaks: object[] };
    expect(first.leaks).toMatchObject([{ isNew: true, used: 'not-visible' }]);
    expect(second.leaks).toEqual([{ ...first.leaks[0], isNew: false }]);
    expect(earlier.leaks).toMatchObject([{ isNew: true, used: 'yes' }]);
  });

  it('takes the secret from standard input, and no byte of it stays anywhere', async () => {
    const pair = `[default]\naws_access_key_id = ${used}\naws_secret_access_key = ${secret}\n`;
    const given = await run(['leak', '--secret', '-', '--at', '2024-06-01', '--place', 'laptop'], { stdin: pair });
    expect(given.code).toBe(0);
    expect(given.out).toMatch(/^USED AFTER EXPOSURE/);
    expect(given.out).toContain(`aws:${used}`);
    const bare = await run(['leak', '--place', 'note'], { stdin: secret });
    expect(bare.code).toBe(0);
    const again = await run(['leak', '--secret', '-', '--place', 'note', '--format', 'json'], { stdin: `${secret}\n` });
    expect(JSON.parse(again.out)).toMatchObject({ leaks: [{ isNew: false, secretSeen: true }] });
    const said = [given, bare, again].map(({ out, err }) => out + err).join('');
    expect(said).not.toContain(secret);
    const bytes = everyByte();
    expect(bytes.includes(used)).toBe(true);
    expect(bytes.includes(secret)).toBe(false);
    expect(bytes.includes(Buffer.from(secret).toString('base64').slice(0, 40))).toBe(false);
    expect(bytes.includes(Buffer.from(secret, 'utf16le'))).toBe(false);
  });

  it('judges a leaked secret: the key that was used since becomes an incident', async () => {
    const { out } = await run(['incidents', '--credential', used, '--format', 'json']);
    const { incidents } = JSON.parse(out) as { incidents: { detectors: string[]; severity: string }[] };
    expect(incidents[0]?.detectors).toEqual(expect.arrayContaining(['leaked-key-in-use', 'credential-exposed']));
  });

  it('refuses a secret on the command line without repeating it', async () => {
    for (const args of [
      ['leak', secret],
      ['leak', `--secret=${secret}`],
      ['leak', '--secret', secret],
      ['leak', used, secret],
      ['leak', `--key=${secret}`],
    ]) {
      const { code, out, err } = await run(args);
      expect(code, args[1]).toBe(2);
      expect(out).toBe('');
      expect(err).not.toContain(secret);
      expect(err).toMatch(/^keywatch: /);
    }
    expect((await run(['leak', secret])).err).toContain('history of the shell');
  });

  it('refuses what is no key, nothing at all, and a moment to come', async () => {
    expect((await run(['leak', 'not-a-key'])).err).toContain('is no key id of a connector that there is');
    expect((await run(['leak'], { stdin: '' })).err).toMatch(/^keywatch: Nothing was given\n {2}Give a key id/);
    expect((await run(['leak'], { terminal: { stdinIsTerminal: true } })).err).toContain('Nothing was given');
    expect((await run(['leak', used, '--at', '2024-06-04'])).err).toContain('lies in the future');
    expect((await run(['leak', used, '--report', 'x.json'])).err).toContain('exclude each other');
  });

  it('reads a report of a scanner and says what in it was no key of ours', async () => {
    const finding = (match: string, file: string): object => ({
      RuleID: 'generic',
      Description: 'key',
      StartLine: 3,
      Match: match,
      Secret: match,
      File: file,
      Commit: 'c'.repeat(40),
      Author: 'ana',
      Date: '2024-06-02T10:00:00Z',
      Message: 'add settings',
      Tags: [],
      Fingerprint: 'x',
    });
    writeFileSync(
      join(folder, 'report.json'),
      JSON.stringify([finding(idle, 'deploy.env'), finding('whatever-this-is-123456', 'other.txt')]),
    );
    const { code, out } = await run(['leak', '--report', 'report.json']);
    expect(code).toBe(0);
    expect(out).toContain('deploy.env:3');
    expect(out).toMatch(/1 finding left out:\n {2}other\.txt/);
    const { out: json } = await run(['leak', '--report', '-', '--format', 'json'], {
      stdin: readFileSync(join(folder, 'report.json'), 'utf8'),
    });
    expect(JSON.parse(json)).toMatchObject({
      leaks: [{ credential: `aws:${idle}`, exposedAt: '2024-06-02T10:00:00Z', isNew: false }],
    });
  });

  it('refuses a report in no known format, quoting nothing of it', async () => {
    writeFileSync(join(folder, 'strange.json'), `{"secret":"${secret}"}`);
    const { code, err } = await run(['leak', '--report', 'strange.json']);
    expect(code).toBe(2);
    expect(err).toContain('none of the known formats');
    expect(err).not.toContain(secret);
  });

  it('leaves the judging to a daemon that holds the database', async () => {
    const store = await openDatabase({ path: 'keywatch.db', cwd: folder, mustExist: true });
    const lease = await tryLease(store.leases, fakeSystem({ start: HERE_NOW }));
    try {
      const { code, out, err } = await run(['leak', idle, '--at', '2024-06-02', '--place', 'while it runs']);
      expect(code).toBe(0);
      expect(out).toMatch(/^USED AFTER EXPOSURE/);
      expect(err).toContain('it judges it at its next turn');
    } finally {
      await lease?.release();
      await store.close();
    }
  });

  it('works as a process, with a pipe on its input', async () => {
    const { code, out } = await runCli(['leak', '--secret', '-', '--place', 'pipe'], {
      cwd: folder,
      stdin: `${used} ${secret}`,
    });
    expect(code).toBe(0);
    expect(out).not.toContain(secret);
  });
});
