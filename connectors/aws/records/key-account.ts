const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const PREFIX_CHARS = 4;
/** Ten base32 characters hold the 48 bits that matter. */
const ACCOUNT_CHARS = 10;
const LARGEST_ACCOUNT = 999_999_999_999n;

/**
 * The account that an access key, user or role id belongs to, '' when the id does not say: behind
 * the four letters of kind, the first 48 bits hold one bit, then 40 bits of account, then 7 bits.
 * Ids from before 2019 (fifth letter `I` or `J`) hold none; a number of 13 digits is made up.
 */
export function accountOfKeyId(id: string): string {
  if (id.length < PREFIX_CHARS + ACCOUNT_CHARS || isOld(id)) return '';
  let bits = 0n;
  for (const char of id.slice(PREFIX_CHARS, PREFIX_CHARS + ACCOUNT_CHARS)) {
    const value = BASE32.indexOf(char);
    if (value < 0) return '';
    bits = (bits << 5n) | BigInt(value);
  }
  const account = ((bits >> 2n) & 0x7fff_ffff_ff80n) >> 7n;
  return account > LARGEST_ACCOUNT ? '' : account.toString().padStart(12, '0');
}

/** Made before account numbers went into ids. */
export function isOld(id: string): boolean {
  const fifth = id[PREFIX_CHARS];
  return fifth === 'I' || fifth === 'J';
}
