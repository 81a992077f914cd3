import { describe, expect, it } from 'vitest';
import { Lineage } from '../../../src/detect/lineage.ts';
import { incidentTitle, shortActor, shortId, subjectWords } from '../../../src/detect/title.ts';
import { makeContext } from '../../support/batches.ts';

const part = (detector: string): { detector: string; points: number; times: number; reason: string } => ({
  detector,
  points: 1,
  times: 1,
  reason: '',
});

describe('titles', () => {
  it.each([
    ['arn:x:iam::1:user/ci-deploy', 'ci-deploy'],
    ['user/path/anna', 'anna'],
    ['anna', 'anna'],
    ['', ''],
  ])('shortens %s to %s', (actor, short) => {
    expect(shortActor(actor)).toBe(short);
  });

  it('shortens long ids so that they can be recognised', () => {
    expect(shortId('acme:ABCDEFGHIJKLMNOPQRST')).toBe('ABCD…QRST');
    expect(shortId('acme:KEY0001')).toBe('KEY0001');
  });

  it('names the kind of subject in plain words', () => {
    const lineage = new Lineage();

    expect(subjectWords(lineage.credential(makeContext()))).toBe('Key KEY0001 of ci-deploy');
    expect(subjectWords(lineage.credential(makeContext({ credential: 'S1', credentialKind: 'session' })))).toBe(
      'Session S1 of ci-deploy',
    );
    expect(subjectWords(lineage.credential(makeContext({ credential: 'T1', credentialKind: 'token' })))).toBe(
      'Token T1 of ci-deploy',
    );
    expect(subjectWords(lineage.principal('acme', '', 'role/app', ''))).toBe('Identity app');
    expect(subjectWords(lineage.principal('acme', '', 'role/app', 'anna'))).toBe('Identity anna (app)');
    const machine = lineage.principal('acme', '', 'role/app', 'machine-1');
    machine.workload = true;
    expect(subjectWords(machine)).toBe('Workload machine-1 (app)');
    expect(subjectWords(lineage.principal('acme', '', 'acme.trail', '', 'source'))).toBe('Source acme.trail');
  });

  it('says the three strongest things and how many more there are', () => {
    const node = new Lineage().credential(makeContext());
    const phrases = new Map([
      ['a', 'did this'],
      ['b', 'did that'],
    ]);

    const words = { phrases, implies: new Map() };

    expect(incidentTitle(node, ['a', 'b', 'c', 'd', 'e'].map(part), words)).toBe(
      'Key KEY0001 of ci-deploy: did this, did that, c and 2 more',
    );
    expect(incidentTitle(node, [part('a')], words)).toBe('Key KEY0001 of ci-deploy: did this');
  });

  it('leaves out what goes without saying, and says nothing twice', () => {
    const node = new Lineage().credential(makeContext());
    const phrases = new Map([
      ['leaked-key-in-use', 'exposed and in use'],
      ['one', 'cut logging'],
      ['other', 'cut logging'],
    ]);
    const implies = new Map([['leaked-key-in-use', ['provider-signal', 'credential-exposed']]]);
    const parts = ['leaked-key-in-use', 'provider-signal', 'credential-exposed', 'one', 'other'].map(part);

    expect(incidentTitle(node, parts, { phrases, implies })).toBe(
      'Key KEY0001 of ci-deploy: exposed and in use, cut logging',
    );
  });

  it('does not tell as done what was refused', () => {
    const node = new Lineage().credential(makeContext());
    const words = {
      phrases: new Map([
        ['a', 'cut logging'],
        ['b', 'tried to leave'],
      ]),
      implies: new Map(),
    };

    expect(incidentTitle(node, [part('a'), part('b')], words, new Set(['a', 'b']))).toBe(
      'Key KEY0001 of ci-deploy: cut logging (refused), tried to leave',
    );
  });

  it('says of what a source alone can be named for that nobody knows whose it is', () => {
    const source = new Lineage().principal('acme', '', 'acme.alerts', '', 'source');
    const words = { phrases: new Map([['credential-exposed', 'secret exposed']]), implies: new Map() };

    expect(incidentTitle(source, [part('credential-exposed')], words)).toBe(
      'A credential that nobody could name (acme.alerts): secret exposed',
    );
    expect(incidentTitle(source, [part('source-blind')], words)).toBe('Source acme.alerts: source-blind');
  });
});
