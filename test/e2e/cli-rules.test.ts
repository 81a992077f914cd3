import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runHere } from '../support/run-here.ts';
import { useTempFolders } from '../support/temp-folder.ts';

const folders = useTempFolders();

const RULE = `title: Bucket listed
id: 6f2f8a0e-6d35-4c53-9d8a-0f6f6d0c9b11
status: test
description: A bucket was listed.
author: us
license: Apache-2.0
tags: [attack.t1619]
logsource: { product: aws, service: cloudtrail }
detection:
  selection: { eventName: ListBuckets }
  condition: selection
falsepositives: [everybody]
level: low
keywatch:
  phrase: listed buckets
  misses: everything else
  triage: look
  examples:
    base: { eventTime: '2024-01-01T00:00:00Z' }
    fire:
      - eventName: ListBuckets
    quiet:
      - eventName: PutObject
`;

/** A folder with a configuration that names a rule folder with these rules. */
function folderWith(rules: Readonly<Record<string, string>>): string {
  const folder = folders();
  mkdirSync(join(folder, 'rules'));
  for (const [name, text] of Object.entries(rules)) writeFileSync(join(folder, 'rules', name), text);
  writeFileSync(
    join(folder, 'keywatch.yaml'),
    'detection:\n  rule-folders: [rules]\n  disabled-rules: [aws-admin-grant]\n',
  );
  return folder;
}

describe('keywatch rules', () => {
  it('says of each rule over the stored events whether it spoke, kept silent, or never had anything to look at', async () => {
    const cwd = folderWith({ 'bucket-listed.yml': RULE });
    const call = {
      eventVersion: '1.08',
      eventSource: 's3.amazonaws.com',
      awsRegion: 'us-east-1',
      sourceIPAddress: '192.0.2.1',
    };
    const who = { type: 'IAMUser', accountId: '111122223333', arn: 'arn:aws:iam::111122223333:user/a', userName: 'a' };
    const records = ['ListBuckets', 'DeleteTrail'].map((eventName, index) => ({
      ...call,
      userIdentity: who,
      eventName,
      eventID: `0a1b2c3d-0000-4000-8000-00000000000${index}`,
      eventTime: `2024-01-0${index + 1}T00:00:00Z`,
      ...(index === 0 ? {} : { errorCode: 'InternalFailure' }),
    }));
    writeFileSync(join(cwd, 'records.json'), JSON.stringify({ Records: records }));
    const scan = ['scan', join(cwd, 'records.json'), '--database', 'k.db'];
    expect((await runHere(scan, { cwd })).code).toBe(0);
    const listed = async (...more: readonly string[]): Promise<ReadonlyMap<string, string>> => {
      const { out } = await runHere(['rules', '--database', 'k.db', '--format', 'json', ...more], { cwd });
      const { rules } = JSON.parse(out) as { rules: { id: string; state: string; times: number; last: string }[] };
      return new Map(rules.map(({ id, last, state, times }) => [id, `${state} ${times} ${last}`]));
    };

    const all = await listed();
    expect(all.get('bucket-listed')).toBe('spoke 1 2024-01-01T00:00:00Z');
    expect(all.get('aws-logging-cut')).toMatch(/^silent 0/);
    expect(all.get('github-made-public')).toMatch(/^idle 0/);
    const idle = await listed('--idle');
    expect(idle.has('github-made-public')).toBe(true);
    expect(idle.has('aws-logging-cut')).toBe(false);
    expect((await listed('--silent')).has('bucket-listed')).toBe(false);
    expect((await runHere(['rules', '--idle'], { cwd: folders() })).err).toContain('There is no database');
  });

  it("lists built-in detectors, our rules and the user's own, the worst first", async () => {
    const cwd = folderWith({ 'bucket-listed.yml': RULE });
    const { code, out, err } = await runHere(['rules', '--format', 'json'], { cwd });
    expect(code).toBe(0);
    const { rules } = JSON.parse(out) as { rules: { id: string; kind: string; severity: string }[] };
    expect(rules[0]?.severity).toBe('critical');
    expect(rules.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['leaked-key-in-use', 'aws-logging-cut', 'bucket-listed']),
    );
    expect(rules.map(({ id }) => id)).not.toContain('aws-admin-grant');
    expect(err).toContain('Switched off by the configuration: aws-admin-grant');
    const high = await runHere(['rules', '--severity', 'high', '--format', 'json'], { cwd });
    expect(high.out).toContain('aws-logging-cut');
    expect(high.out).not.toContain('bucket-listed');
  });

  it('explains what one finds, misses, and what to do about it', async () => {
    const { code, out } = await runHere(['rules', 'explain', 'aws-logging'], { cwd: folders() });
    expect(code).toBe(0);
    for (const part of [
      '[aws-logging-cut]',
      'Detects',
      'Misses',
      'False positives',
      'What to do',
      'https://attack.mitre.org/techniques/T1562/008/',
      'aws-logging-cut.yml',
      'that must fire',
    ]) {
      expect(out).toContain(part);
    }
    expect((await runHere(['rules', 'explain', 'leaked-key-in-use'], { cwd: folders() })).out).toContain('built in');
  });

  it('asks which one is meant', async () => {
    const { code, err } = await runHere(['rules', 'explain', 'aws-'], { cwd: folders() });
    expect(code).toBe(2);
    expect(err).toContain('Choose one of aws-');
  });
});

describe('keywatch rules test', () => {
  it('passes for our own rules, and for a good one of the user', async () => {
    const { code, out } = await runHere(['rules', 'test'], { cwd: folderWith({ 'bucket-listed.yml': RULE }) });
    expect(out).toMatch(
      /^Switched off by the configuration: aws-admin-grant\n\d{2,} rules loaded, \d{3} examples run, 0 failed\n$/,
    );
    expect(code).toBe(0);
  });

  it('fails for an example that does not hold, and names it', async () => {
    const wrong = RULE.replace('- eventName: PutObject', '- eventName: ListBuckets');
    const { code, out } = await runHere(['rules', 'test'], { cwd: folderWith({ 'bucket-listed.yml': wrong }) });
    expect(code).toBe(1);
    expect(out).toMatch(/bucket-listed: example 1 of `quiet` must not fire and does \(.*bucket-listed\.yml\)/);
  });

  it('says which files were not loaded, and why', async () => {
    const { code, out } = await runHere(['rules', 'test'], {
      cwd: folderWith({ 'broken.yml': 'title: [', 'nowhere.yml': RULE.replace('product: aws', 'product: nobody') }),
    });
    expect(code).toBe(1);
    expect(out).toMatch(/Not loaded: .*broken\.yml/);
    expect(out).toMatch(/Not loaded: .*nowhere\.yml.*no source delivers records of log source nobody\/cloudtrail/);
  });

  it('stops at a folder that is not there', async () => {
    const cwd = folders();
    writeFileSync(join(cwd, 'keywatch.yaml'), 'detection:\n  rule-folders: [nowhere]\n');
    const { code, err } = await runHere(['rules', 'test'], { cwd });
    expect(code).toBe(2);
    expect(err).toMatch(/The rules in .*nowhere cannot be read \(ENOENT\)/);
  });
});
