import { describe, expect, it } from 'vitest';
import { createKey } from '../../../../../connectors/aws/actions/create-key.ts';
import { deleteKey } from '../../../../../connectors/aws/actions/delete-key.ts';
import { keyToGo } from '../../../../../connectors/aws/actions/two-keys.ts';
import type { Credential } from '../../../../../src/core/credential.ts';
import { aCredential, NOON } from '../../../../support/plan-inputs.ts';
import { contextFor } from '../../../../support/target-contexts.ts';

const OLD = NOON - 90 * 86_400_000;
const id = (letter: string): string => `AKIA${letter.repeat(16)}`;

function key(letter: string, change: Partial<Credential> = {}): Credential {
  return aCredential(`aws:${id(letter)}`, {
    actor: 'arn:aws:iam::111122223333:user/team/ci',
    createdAt: OLD,
    lastUsed: NOON - 1000,
    ...change,
  });
}

const subject = key('A');

describe('room for a successor', () => {
  it('is there while the user has one key', () => {
    expect(keyToGo(subject, contextFor(subject))).toEqual({ kind: 'free' });
  });

  it('does not count keys of other users, deleted keys and sessions', () => {
    const known = [
      key('B', { actor: 'arn:aws:iam::111122223333:user/other' }),
      key('C', { state: 'deleted' }),
      key('D', { kind: 'session' }),
    ];

    expect(keyToGo(subject, contextFor(subject, { known })).kind).toBe('free');
  });

  it('is made by the key that an intruder made', () => {
    const minted = key('B');
    const context = contextFor(subject, { subtree: [subject, minted] });

    expect(keyToGo(subject, context)).toMatchObject({ kind: 'go', id: id('B') });
    expect(keyToGo(minted, context)).toMatchObject({ kind: 'go', id: id('B') });
  });

  it('is made by an inactive key, though inactive keys count', () => {
    const room = keyToGo(subject, contextFor(subject, { known: [key('B', { state: 'inactive' })] }));

    expect(room).toEqual({ kind: 'go', id: id('B'), why: 'it is inactive' });
  });

  it('is made by a key that was never used', () => {
    const room = keyToGo(subject, contextFor(subject, { known: [key('B', { lastUsed: null })] }));

    expect(room).toMatchObject({ kind: 'go', why: 'it has never been used' });
  });

  it('is not made by a key so young that nobody can have used it yet', () => {
    const known = [key('B', { lastUsed: null, createdAt: NOON })];

    expect(keyToGo(subject, contextFor(subject, { known })).kind).toBe('none');
  });

  it('is never made by a key in use that we know nothing about', () => {
    const room = keyToGo(subject, contextFor(subject, { known: [key('B')] }));

    expect(room.kind).toBe('none');
    expect(JSON.stringify(room)).toContain('AKIA…BBBB is in use');
  });

  it('decides whether a successor can be planned, and why not', () => {
    expect(createKey.target(subject, contextFor(subject, { known: [key('B')] }))).toEqual({
      refused: 'the user has two access keys already and AKIA…BBBB is in use: retire it first',
    });
  });

  it('says in the plan which key goes first and why', () => {
    const target = createKey.target(subject, contextFor(subject, { known: [key('B', { state: 'inactive' })] }));

    expect(target).toMatchObject({
      label: 'successor of access key AKIA…AAAA of user ci (AKIA…BBBB goes first: it is inactive)',
    });
  });

  it('plans to delete that key and no other', () => {
    const other = key('B', { state: 'inactive' });
    const context = contextFor(subject, { approach: 'make-room', known: [other] });

    expect(deleteKey.target(subject, context)).toBeNull();
    expect(deleteKey.target(other, context)).toMatchObject({ key: id('B') });
  });
});
