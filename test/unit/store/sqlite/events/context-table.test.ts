import { describe, expect, it } from 'vitest';
import { makeContext, makeOperation } from '../../../../support/batches.ts';
import { openTables } from '../../../../support/event-tables.ts';

describe('contexts', () => {
  it('come back as they were, also to somebody else', () => {
    const tables = openTables();
    const context = makeContext({ session: 'a b', via: 'service.example.com' });
    const id = tables.contexts.intern(context);
    tables.contexts.forget();

    expect(tables.contexts.intern(context)).toBe(id);
    expect(tables.contexts.read(id)).toEqual(context);
    expect(() => tables.contexts.read(id + 1)).toThrow('does not exist');
    tables.db.close();
  });

  it.each(Object.keys(makeContext()))('differ by %s', (field) => {
    const tables = openTables();

    const one = tables.contexts.intern(makeContext());
    const two = tables.contexts.intern({ ...makeContext(), [field]: 'other' });

    expect(two).not.toBe(one);
    tables.db.close();
  });

  it('cannot be made to look alike by whoever chooses a name', () => {
    const tables = openTables();
    const forged = ['\u0001', ' ', '\u0000', '","', '/'].flatMap((mark) => [
      makeContext({ session: `x${mark}y`, address: '' }),
      makeContext({ session: 'x', address: `y${mark}` }),
      makeContext({ session: '', address: `x${mark}y` }),
    ]);

    const ids = new Set(forged.map((context) => tables.contexts.intern(context)));

    expect(ids.size).toBe(forged.length);
    tables.db.close();
  });
});

describe('operations', () => {
  it('come back as they were, with their traits', () => {
    const tables = openTables();
    const operation = makeOperation({ traits: ['enumerate', 'secret-read'], outcome: 'denied', errorCode: 'No' });
    const id = tables.operations.intern(operation);
    tables.operations.forget();

    expect(tables.operations.intern(operation)).toBe(id);
    expect(tables.operations.read(id)).toEqual(operation);
    expect(tables.operations.all()).toEqual([{ id, operation }]);
    expect(() => tables.operations.read(id + 1)).toThrow('does not exist');
    tables.db.close();
  });

  it('differ by their traits', () => {
    const tables = openTables();

    expect(tables.operations.intern(makeOperation())).not.toBe(
      tables.operations.intern(makeOperation({ traits: ['clone'] })),
    );
    tables.db.close();
  });
});
