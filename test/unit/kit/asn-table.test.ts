import { describe, expect, it } from 'vitest';
import { asnTable } from '../../../src/kit/asn-table.ts';

/** Ranges written as the packages write them: addresses as decimal numbers. */
const V4 = ['3221225984,3221226239,64500,"Home Hosting, Inc."', '3325256704,3325256959,64501,Office Line', ''].join(
  '\n',
);
const V6 = [
  `${0x2001_0db8n << 96n},${((0x2001_0db8n << 96n) | ((1n << 96n) - 1n)).toString()},64502,"Six ""Quoted"" Net"`,
].join('\n');

function table(v4 = V4, v6 = V6): ReturnType<typeof asnTable> {
  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
  return asnTable(
    () => bytes(v4),
    () => bytes(v6),
  );
}

describe('AS numbers from CSV', () => {
  it.each([
    ['192.0.2.0', 64_500],
    ['192.0.2.255', 64_500],
    ['198.51.100.7', 64_501],
    ['2001:db8:ffff::1', 64_502],
    ['::ffff:192.0.2.9', 64_500],
  ])('%s is in AS%d', (address, number) => {
    expect(table().find(address)?.number).toBe(number);
  });

  it.each(['192.0.3.0', '192.0.1.255', '203.0.113.1', '2001:db9::1', 'host.example', ''])(
    '%s is in none',
    (address) => {
      expect(table().find(address)).toBeNull();
    },
  );

  it('reads owners with commas and quotes', () => {
    expect(table().find('192.0.2.1')?.owner).toBe('Home Hosting, Inc.');
    expect(table().find('2001:db8::1')?.owner).toBe('Six "Quoted" Net');
  });

  it('skips lines that are no ranges', () => {
    expect(table(`# comment\n\n${V4}`).find('192.0.2.1')?.number).toBe(64_500);
  });

  it('reads a file when the first address asks for it, and once', () => {
    let reads = 0;
    const lazy = asnTable(
      () => {
        reads += 1;
        return new TextEncoder().encode(V4);
      },
      () => {
        throw new Error('nobody asked for IPv6');
      },
    );
    expect(reads).toBe(0);
    lazy.find('192.0.2.1');
    lazy.find('198.51.100.1');

    expect(reads).toBe(1);
  });
});
