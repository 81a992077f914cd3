import { createHash } from 'node:crypto';

/** Reproducible randomness: the same seed gives the same ids, delays and order in every run. */
export interface Seeded {
  bytes(count: number): Buffer;
  /** A whole number from 0 to `below` - 1. */
  int(below: number): number;
  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number;
  /** True with the given probability. */
  chance(probability: number): boolean;
  pick<T>(list: readonly T[]): T;
  shuffled<T>(list: readonly T[]): T[];
  uuid(): string;
  /** Characters of `alphabet`. */
  text(alphabet: string, length: number): string;
  /** An independent stream, so that drawing more of one thing does not shift all others. */
  fork(label: string): Seeded;
}

/** SHA-256 in counter mode: slow for a random generator, but independent of the platform and easy to fork. */
export function seeded(seed: string): Seeded {
  let counter = 0;
  let pool = Buffer.alloc(0);

  function bytes(count: number): Buffer {
    while (pool.length < count) {
      pool = Buffer.concat([pool, createHash('sha256').update(`${seed}\0${counter++}`).digest()]);
    }
    const taken = pool.subarray(0, count);
    pool = pool.subarray(count);
    return taken;
  }

  const fraction = (): number => bytes(6).readUIntBE(0, 6) / 2 ** 48;
  const int = (below: number): number => Math.floor(fraction() * below);

  return {
    bytes,
    int,
    between: (low, high) => low + int(high - low + 1),
    chance: (probability) => fraction() < probability,
    pick: (list) => {
      const picked = list[int(list.length)];
      if (picked === undefined) throw new Error('cannot pick from an empty list');
      return picked;
    },
    shuffled: (list) =>
      list
        .map((item) => ({ item, order: fraction() }))
        .sort((a, b) => a.order - b.order)
        .map(({ item }) => item),
    uuid: () => asUuid(bytes(16)),
    text: (alphabet, length) => Array.from({ length }, () => alphabet[int(alphabet.length)]).join(''),
    fork: (label) => seeded(`${seed}/${label}`),
  };
}

function asUuid(source: Buffer): string {
  const raw = Buffer.from(source);
  raw[6] = ((raw[6] ?? 0) & 0x0f) | 0x40;
  raw[8] = ((raw[8] ?? 0) & 0x3f) | 0x80;
  const hex = raw.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
