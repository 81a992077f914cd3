import { describe, expect, it } from 'vitest';
import type { AwsCloud } from '../../../src/simulate/aws/cloud.ts';
import type { ManualClock } from '../../../src/simulate/clock.ts';
import { leakedKey } from '../../../src/simulate/stories/leaked-key.ts';
import { leakedKeyHard } from '../../../src/simulate/stories/leaked-key-hard.ts';
import { playStory, type StoryPlay } from '../../../src/simulate/stories/player.ts';
import { millis, type Story } from '../../../src/simulate/stories/story.ts';
import { makeCloud } from './support.ts';

const INTRUDERS = new Set(['203.0.113.66', '203.0.113.201']);

function play(story: Story, until?: string): { cloud: AwsCloud; clock: ManualClock; play: StoryPlay } {
  const { cloud, clock } = makeCloud({ timing: 'real' });
  return { cloud, clock, play: playStory(cloud, clock, story, until === undefined ? {} : { until }) };
}

describe('durations', () => {
  it.each([
    ['0s', 0],
    ['90s', 90_000],
    ['1h30m', 5_400_000],
    ['21d', 1_814_400_000],
  ])('%s is %i ms', (text, ms) => {
    expect(millis(text)).toBe(ms);
  });

  it.each(['', '5', 'm', '1x', '+2m'])('%j is none', (text) => {
    expect(() => millis(text)).toThrow('not a duration');
  });
});

describe('the story of the leaked key', () => {
  it('begins with three weeks of ordinary life without errors or strangers', () => {
    const { cloud, play: story } = play(leakedKey);

    const records = cloud.journal.records();

    expect(records.length).toBeGreaterThan(2_000);
    expect(records.filter((record) => record['errorCode'] !== undefined)).toEqual([]);
    expect(records.filter((record) => INTRUDERS.has(String(record['sourceIPAddress'])))).toEqual([]);
    expect(story.played).toEqual([]);
    expect(story.attackAt - story.beganAt).toBe(21 * 86_400_000);
  });

  it('has everybody at home: each key from one network only', () => {
    const { cloud } = play(leakedKey);
    const networks = new Map<string, Set<string>>();
    for (const record of cloud.journal.records()) {
      const identity = record['userIdentity'] as { accessKeyId?: string };
      if (identity.accessKeyId === undefined) continue;
      const seen = networks.get(identity.accessKeyId) ?? new Set();
      networks.set(identity.accessKeyId, seen.add(String(record['sourceIPAddress'])));
    }

    expect([...networks.values()].every((seen) => seen.size === 1)).toBe(true);
  });

  it('then tells an attack from first question to stopped log', () => {
    const { cloud, play: story } = play(leakedKey, '10m');

    const results = story.played.map(({ as, call, result }) => `${as} ${call.action} ${result}`);

    expect(results[0]).toBe('ci-deploy GetCallerIdentity ok');
    expect(results).toContain('ci-deploy ListSecrets ok');
    expect(results).toContain('ci-deploy CreateUser AccessDenied');
    expect(results).toContain('ci-deploy CreateAccessKey ok');
    expect(results).toContain('ci-deploy AssumeRole ok');
    expect(results.filter((result) => result === 'session GetSecretValue ok')).toHaveLength(8);
    expect(results).toContain('minted ListBuckets ok');
    expect(results.at(-1)).toBe('session StopLogging ok');
    expect(cloud.in().trails.get('main')?.logging).toBe(false);
    expect(story.keyId('minted')).toMatch(/^AKIA/);
    expect(story.keyId('session')).toMatch(/^ASIA/);
    expect(cloud.user('backup-operator').keys.map((key) => key.id)).toContain(story.keyId('minted'));
  });

  it('has denials enough to notice', () => {
    const { cloud } = play(leakedKey, '10m');

    const denied = cloud.journal.records().filter((record) => record['errorCode'] !== undefined);

    expect(denied).toHaveLength(7);
    expect(new Set(denied.map((record) => record['sourceIPAddress']))).toEqual(new Set(['203.0.113.66']));
  });

  it('goes on by itself while somebody else moves the clock', () => {
    const { clock, play: story } = play(leakedKey);

    clock.advance(millis('6m30s'));

    expect(story.played.some(({ call }) => call.action === 'AssumeRole')).toBe(true);
    expect(story.played.some(({ call }) => call.action === 'StopLogging')).toBe(false);
  });

  it('is the same in every run', () => {
    const told = (): string => JSON.stringify(play(leakedKey, '20m').cloud.journal.records());

    expect(told()).toBe(told());
  });

  it('shuts out keys that are switched off, while the session goes on', () => {
    const { cloud, clock, play: story } = play(leakedKey, '10m');
    for (const name of ['ci-deploy', 'minted']) {
      const credential = cloud.credential(story.keyId(name) ?? '');
      if (credential?.kind === 'long-term') credential.state.set('Inactive', clock.now());
    }
    const before = story.played.length;

    clock.advance(millis('30m'));

    const after = story.played.slice(before);
    const byActor = new Set(after.map(({ as, result }) => `${as} ${result}`));
    expect(byActor).toEqual(new Set(['session ok', 'ci-deploy InvalidAccessKeyId', 'minted InvalidAccessKeyId']));
  });
});

describe('the hard form of the story', () => {
  const UPDATE = { service: 'iam', action: 'UpdateAccessKey' };
  const DENY = '{"Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}';

  it('mints another key when one is switched off', () => {
    const { cloud, clock, play: story } = play(leakedKeyHard, '10m');
    cloud.createUser({ name: 'responder', attach: ['AdministratorAccess'] });
    const responder = cloud.createKey('responder');
    const params = { UserName: 'ci-deploy', AccessKeyId: story.keyId('ci-deploy') ?? '', Status: 'Inactive' };
    cloud.call({ as: responder, ...UPDATE, params });

    clock.advance(2_000);

    expect(story.played.at(-1)).toMatchObject({ call: { action: 'CreateAccessKey' }, result: 'ok' });
    expect(cloud.user('ci-deploy').keys.map((key) => key.state.latest)).toEqual(['Inactive', 'Active']);
    expect(story.keyId('spare')).toBe(cloud.user('ci-deploy').keys[1]?.id);
  });

  it.each([
    ['PutUserPolicy', { PolicyName: 'stop', PolicyDocument: DENY }],
    ['AttachUserPolicy', { PolicyArn: 'arn:aws:iam::aws:policy/AWSDenyAll' }],
  ])('undoes %s', (action, extra) => {
    const { cloud, clock } = play(leakedKeyHard, '10m');
    cloud.createUser({ name: 'responder', attach: ['AdministratorAccess'] });
    const responder = cloud.createKey('responder');
    const before = cloud.user('ci-deploy').policies.latest;
    cloud.call({ as: responder, service: 'iam', action, params: { UserName: 'ci-deploy', ...extra } });

    clock.advance(3_000);

    expect(cloud.user('ci-deploy').policies.latest).toEqual(before);
  });

  it('gives up after a while, so that patience wins', () => {
    const { cloud, clock, play: story } = play(leakedKeyHard, '10m');
    cloud.createUser({ name: 'responder', attach: ['AdministratorAccess'] });
    const responder = cloud.createKey('responder');
    const put = (): void => {
      const params = { UserName: 'ci-deploy', PolicyName: 'stop', PolicyDocument: DENY };
      cloud.call({ as: responder, service: 'iam', action: 'PutUserPolicy', params });
      clock.advance(10_000);
    };

    for (let round = 0; round < 3; round++) put();

    expect(cloud.user('ci-deploy').policies.latest.inline.has('stop')).toBe(true);
    expect(story.played.filter(({ call }) => call.action === 'DeleteUserPolicy')).toHaveLength(2);
  });

  it('is contained by a responder who looks again until nothing new turns up', () => {
    const { cloud, clock, play: story } = play(leakedKeyHard, '10m');
    cloud.createUser({ name: 'responder', attach: ['AdministratorAccess'] });
    const responder = cloud.createKey('responder');
    const iam = (action: string, params: Record<string, string>): void => {
      cloud.call({ as: responder, service: 'iam', action, params });
    };

    const round = (): void => {
      for (const UserName of ['ci-deploy', 'backup-operator']) {
        for (const key of cloud.user(UserName).keys.filter((one) => one.state.latest === 'Active')) {
          iam('UpdateAccessKey', { UserName, AccessKeyId: key.id, Status: 'Inactive' });
        }
      }
      const revoke = { RoleName: 'deploy-admin', PolicyName: 'AWSRevokeOlderSessions', PolicyDocument: DENY };
      if (!cloud.in().roles.get('deploy-admin')?.policies.latest.inline.has(revoke.PolicyName))
        iam('PutRolePolicy', revoke);
    };
    for (let rounds = 0; rounds < 6; rounds++) {
      round();
      clock.advance(10_000);
    }
    const contained = story.played.length;
    clock.advance(millis('40m'));

    const deeds = story.played.map(({ call, result }) => `${call.action} ${result}`);
    expect(deeds.slice(0, contained)).toContain('CreateAccessKey ok');
    expect(deeds.slice(0, contained)).toContain('DeleteRolePolicy ok');
    expect(deeds.slice(contained).length).toBeGreaterThan(20);
    expect(deeds.slice(contained).filter((deed) => deed.endsWith(' ok'))).toEqual([]);
  });

  it('does not react to its own doings', () => {
    const params = { UserName: 'backup-operator', AccessKeyId: '$minted', Status: 'Inactive' };
    const own = { at: '7m', as: 'session', from: 'intruder', agent: 'x', call: { ...UPDATE, params } };
    const { play: story } = play({ ...leakedKeyHard, steps: [...leakedKeyHard.steps, own] }, '10m');

    expect(story.played.some(({ call, result }) => call.action === 'UpdateAccessKey' && result === 'ok')).toBe(true);
    expect(story.played.filter(({ call }) => call.action === 'CreateAccessKey')).toHaveLength(1);
  });
});
