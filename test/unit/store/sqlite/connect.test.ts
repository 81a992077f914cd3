import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { connect } from '../../../../src/store/sqlite/connect.ts';
import { useTempFolders } from '../../../support/temp-folder.ts';

const folder = useTempFolders();

describe('connect', () => {
  it.each([
    ['NORMAL', 1],
    ['FULL', 2],
  ] as const)('opens with synchronous=%s', (synchronous, value) => {
    const db = connect(join(folder(), 'k.db'), { readOnly: false, synchronous });

    expect(db.database.pragma('synchronous', { simple: true })).toBe(value);
    expect(db.database.pragma('busy_timeout', { simple: true })).toBe(5_000);
    expect(db.database.pragma('journal_mode', { simple: true })).toBe('wal');
    db.close();
  });

  it.each([true, false])('says that a folder is no database (read only: %s)', (readOnly) => {
    const path = folder();

    expect(() => connect(path, { readOnly, synchronous: 'NORMAL' })).toThrow(`${path}: it is a folder`);
  });

  it('prepares a statement once', () => {
    const db = connect(':memory:', { readOnly: false, synchronous: 'NORMAL' });

    expect(db.sql('SELECT 1')).toBe(db.sql('SELECT 1'));
    expect(db.sql('SELECT 1')).not.toBe(db.sql('SELECT 2'));
    db.close();
  });

  it('rolls back what a transaction did before it failed', () => {
    const db = connect(':memory:', { readOnly: false, synchronous: 'NORMAL' });
    db.database.exec('CREATE TABLE a (x INTEGER) STRICT');

    const fails = () =>
      db.write('try', () => {
        db.sql('INSERT INTO a VALUES (1)').run();
        throw new RangeError('no');
      });

    expect(fails).toThrow('no');
    expect(db.write('count', () => db.sql('SELECT * FROM a').all())).toEqual([]);
    db.close();
  });
});
