import { describe, expect, it } from 'vitest';
import { addressBlock } from '../../../../../src/store/sqlite/search/address-block.ts';
import { formatPageCursor, parsePageCursor } from '../../../../../src/store/sqlite/search/page-cursor.ts';
import { containing, globOf } from '../../../../../src/store/sqlite/search/pattern.ts';
import { openTables } from '../../../../support/event-tables.ts';

describe('patterns', () => {
  it.each([
    ['a%b', 'xa%by', true],
    ['a%b', 'axb', false],
    ['a_b', 'a_b', true],
    ['a_b', 'axb', false],
    ['\\', 'a\\b', true],
    ['ROLE', 'my/role', true],
    ["it's", "it's", true],
  ])('of texts: %j in %j is %s', (part, text, expected) => {
    const { db } = openTables();

    expect(db.sql<{ is: number }>("SELECT ? LIKE ? ESCAPE '\\' AS 'is'").get(text, containing(part))).toEqual({
      is: expected ? 1 : 0,
    });
    db.close();
  });

  it.each([
    ['role/*', 'role/a', true],
    ['*[x]?', 'curl [x]?', true],
    ['*[x]?', 'curl x!', false],
    ['a?c', 'abc', false],
    ['[a-z]', 'b', false],
    ['Role/*', 'role/a', false],
  ])('of names: %j for %j is %s', (pattern, text, expected) => {
    const { db } = openTables();

    expect(db.sql<{ is: number }>("SELECT ? GLOB ? AS 'is'").get(text, globOf(pattern))).toEqual({
      is: expected ? 1 : 0,
    });
    db.close();
  });

  it.each([
    ['192.0.2.0/24', '192.0.2.255', true],
    ['192.0.2.0/24', '192.0.3.0', false],
    ['192.0.2.7', '192.0.2.7', true],
    ['0.0.0.0/0', '203.0.113.1', true],
    ['0.0.0.0/0', 'service.example.com', false],
    ['0.0.0.0/0', '', false],
    ['0.0.0.0/0', '035.1.2.3', false],
    ['2001:db8::/32', '2001:db8:ffff::1', true],
    ['2001:db8::/32', '192.0.2.1', false],
  ])('of addresses: %j has %j: %s', (block, address, expected) => {
    expect(addressBlock(block)?.(address)).toBe(expected);
  });

  it('leave host names and nonsense to equality', () => {
    expect(addressBlock('service.example.com')).toBeNull();
    expect(addressBlock('035.1.2.3')).toBeNull();
  });
});

describe('page cursors', () => {
  it('come back as they were', () => {
    for (const id of [0, 1, 4_102_444_800 * 2 ** 21]) expect(parsePageCursor(formatPageCursor(id))).toBe(id);
  });

  it.each(['', ' ', 'A', '1;DROP', 'zzzzzzzzzzz', '999999999999'])('are refused when they are none: %j', (text) => {
    expect(() => parsePageCursor(text)).toThrow(expect.objectContaining({ code: 'BAD_PAGE', kind: 'bad-input' }));
  });
});
