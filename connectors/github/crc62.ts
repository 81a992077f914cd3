import { crc32 } from 'node:zlib';

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** The six characters that close a token of the classic families: CRC-32 of the body before them, in base 62. */
export function checksumOf(body: string): string {
  let rest = crc32(body);
  let text = '';
  while (rest > 0) {
    text = (DIGITS[rest % 62] ?? '') + text;
    rest = Math.floor(rest / 62);
  }
  return text.padStart(6, '0');
}
