import { describe, expect, it } from 'vitest';
import { digestOf, textHash } from '../../../../../src/store/sqlite/events/hash.ts';
import { NameTable } from '../../../../../src/store/sqlite/events/name-table.ts';
import { openTables } from '../../../../support/event-tables.ts';

describe('names', () => {
  it('are stored once, whoever remembers them', () => {
    const { db, names } = openTables();
    const other = new NameTable(db, 'name');

    const id = names.intern('user/ci-deploy');

    expect(names.intern('user/ci-deploy')).toBe(id);
    expect(other.intern('user/ci-deploy')).toBe(id);
    expect(other.text(id)).toBe('user/ci-deploy');
    expect(names.find('user/other')).toBeNull();
    db.close();
  });

  it('have the number 0 when they are empty', () => {
    const { db, names } = openTables();

    expect(names.intern('')).toBe(0);
    expect(names.text(0)).toBe('');
    expect(db.sql('SELECT * FROM name').all()).toEqual([]);
    db.close();
  });

  it('are told apart when their hashes are the same', () => {
    const { db, names } = openTables();
    const one = names.intern('one');
    // Another text under the hash of `two`: what a collision looks like.
    db.sql('INSERT INTO name (hash, text) VALUES (?, ?)').run(textHash('two'), 'impostor');

    const two = names.intern('two');

    expect(names.text(two)).toBe('two');
    expect(new Set([one, two]).size).toBe(2);
    db.close();
  });

  it('mean nothing any more after a rollback', () => {
    const { db, names } = openTables();
    expect(() =>
      db.write('try', () => {
        names.intern('lost');
        throw new RangeError('no');
      }),
    ).toThrow('no');

    names.forget();

    expect(names.find('lost')).toBeNull();
    db.close();
  });

  it('refuse a number that was never given', () => {
    const { db, names } = openTables();

    expect(() => names.text(99)).toThrow('name 99 does not exist');
    db.close();
  });
});

describe('hashes', () => {
  it('are 48 bits and differ for similar texts', () => {
    const hashes = new Set(Array.from({ length: 20_000 }, (_, index) => textHash(`arn:role/${index}`)));

    expect(hashes.size).toBe(20_000);
    expect([...hashes].every((hash) => Number.isSafeInteger(hash) && hash >= 0 && hash < 2 ** 48)).toBe(true);
  });

  it('of several parts do not let them run into each other', () => {
    expect(digestOf('a', 'bc')).not.toEqual(digestOf('ab', 'c'));
    expect(digestOf('a","b')).not.toEqual(digestOf('a', 'b'));
    expect(digestOf('a', 'b')).toEqual(digestOf('a', 'b'));
  });
});
