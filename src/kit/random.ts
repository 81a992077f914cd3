/** A number in [0, 1) with 32 bits of chance, from a source of random bytes. */
export function unitRandom(random: (bytes: number) => Uint8Array): number {
  return Buffer.from(random(4)).readUInt32BE() / 2 ** 32;
}
