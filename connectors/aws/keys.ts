import type { KeyFormat } from '../../src/core/connector.ts';
import { accountOfKeyId, isOld } from './records/key-account.ts';

/** Ids of long-term and temporary access keys and of bearer credentials. Not secret. */
const ACCESS_KEY_ID: KeyFormat = {
  id: 'aws.access-key-id',
  title: 'AWS access key id',
  sensitivity: 'identifier',
  prefixes: ['AKIA', 'ASIA', 'ABIA', 'ACCA'],
  pattern: /(?<![A-Za-z0-9])(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Za-z0-9])/,
  check(text) {
    if (text.includes('EXAMPLE') || /[0189]/.test(text.slice(4))) return 'sample';
    if (isOld(text)) return 'unknown';
    return accountOfKeyId(text) === '' ? 'sample' : 'genuine';
  },
  identifiers: (text) => [text],
  account: accountOfKeyId,
  mode: '',
};

/**
 * The secret half of a key pair: 40 characters of base64 without any mark. Lower-case hex (a Git
 * commit id) and words have no capitals or no digits, so all three kinds are asked for.
 */
const SECRET_ACCESS_KEY: KeyFormat = {
  id: 'aws.secret-access-key',
  title: 'AWS secret access key',
  sensitivity: 'secret',
  prefixes: [],
  pattern:
    /(?<![A-Za-z0-9/+=_-])(?=[A-Za-z0-9/+]{0,39}[A-Z])(?=[A-Za-z0-9/+]{0,39}[a-z])(?=[A-Za-z0-9/+]{0,39}[0-9])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=_-])/,
  check: (text) => (text.includes('EXAMPLE') || entropy(text) < 4 ? 'sample' : 'unknown'),
  identifiers: () => [],
  account: () => '',
  mode: '',
};

/** What makes a temporary key pair complete. Its beginning is `origin_ec` or the like in base64. */
const SESSION_TOKEN: KeyFormat = {
  id: 'aws.session-token',
  title: 'AWS session token',
  sensitivity: 'secret',
  prefixes: ['IQoJb3JpZ2lu', 'FwoGZXIvYXdz', 'FQoGZXIvYXdz', 'AQoDYXdz'],
  pattern: /(?<![A-Za-z0-9/+])(?:IQoJb3JpZ2lu|FwoGZXIvYXdz|FQoGZXIvYXdz|AQoDYXdz)[A-Za-z0-9/+]{60,}={0,2}/,
  check: (text) => (/origin_ec|aws/.test(decoded(text.slice(0, 64))) ? 'genuine' : 'unknown'),
  identifiers: () => [],
  account: () => '',
  mode: '',
};

/** Long-lived Bedrock API key: `ABSK` and, in base64, `BedrockAPIKey-<id>-at-<account>:<secret>`. */
const BEDROCK_KEY: KeyFormat = {
  id: 'aws.bedrock-api-key',
  title: 'Amazon Bedrock API key',
  sensitivity: 'secret',
  prefixes: ['ABSK'],
  pattern: /(?<![A-Za-z0-9/+])ABSK[A-Za-z0-9/+]{80,}={0,2}/,
  check: (text) => (decoded(text.slice(4)).startsWith('BedrockAPIKey-') ? 'genuine' : 'sample'),
  identifiers: () => [],
  account: (text) => /-at-(\d{12}):/.exec(decoded(text.slice(4)))?.[1] ?? '',
  mode: '',
};

const SHORT_BEDROCK_MARK = 'bedrock-api-key-';

/** Short-lived Bedrock API key: a pre-signed request in base64, which names the key that signed it. */
const BEDROCK_SESSION_KEY: KeyFormat = {
  id: 'aws.bedrock-session-key',
  title: 'Amazon Bedrock short-term API key',
  sensitivity: 'secret',
  prefixes: [SHORT_BEDROCK_MARK],
  pattern: /bedrock-api-key-[A-Za-z0-9/+]{80,}={0,2}/,
  check: (text) => (signerOf(text) === '' ? 'unknown' : 'genuine'),
  identifiers: (text) => [signerOf(text)].filter((id) => id !== ''),
  account: (text) => accountOfKeyId(signerOf(text)),
  mode: '',
};

export const AWS_KEYS: readonly KeyFormat[] = [
  ACCESS_KEY_ID,
  SECRET_ACCESS_KEY,
  SESSION_TOKEN,
  BEDROCK_KEY,
  BEDROCK_SESSION_KEY,
];

function signerOf(text: string): string {
  const request = decoded(text.slice(SHORT_BEDROCK_MARK.length));
  return /X-Amz-Credential=((?:AKIA|ASIA)[A-Z0-9]{16})(?:%2F|\/)/i.exec(request)?.[1] ?? '';
}

function decoded(base64: string): string {
  return Buffer.from(base64, 'base64').toString('latin1');
}

/** Bits a character; random base64 of 40 characters has 4.2 to 5.1. */
function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const char of text) counts.set(char, (counts.get(char) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}
