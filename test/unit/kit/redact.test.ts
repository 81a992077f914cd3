import { describe, expect, it } from 'vitest';
import { redact } from '../../../src/kit/redact.ts';

/** Put together at run time: none of these strings stands in the source as it is. */
const SECRET_40 = ['wJalrXUtnFEMI', 'K7MDENG', 'bPxRfiCYzEXAMP3KEY'].join('/');
const KEY_ID = ['AKIA', 'KEYWATCHSAMPLE01'].join('');
const RANDOM_24 = '4eC39HqLyjWDarjtT1zdp7dc';
const RANDOM_36 = 'a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8';
const hook = (path: string): string => ['https://hooks.example.com', ...path.split(' ')].join('/');

describe('redact masks', () => {
  it.each([
    ['a 40-character secret', SECRET_40],
    ['a marked live key', `sk_live_${RANDOM_24}`],
    ['a marked test key', `rk_test_${RANDOM_24}`],
    ['a signing secret', `whsec_${RANDOM_24}`],
    ['a token with a short prefix', `ghx_${RANDOM_36}`],
    ['a token with a long prefix', `vendor_pat_11ABCDEFG0_${RANDOM_36}`],
    ['a dashed token', `sk-abc-api03-${RANDOM_36}`],
    ['a token with dashed groups', `${['xo', 'xb'].join('')}-1234567890-1234567890-${RANDOM_24}`],
    ['a marked key in lower case', `key-live_${'0a1b2c3d4e5f6g7h8i9j'}`],
    ['a bare token', RANDOM_36],
    ['a signed token', ['eyJhbGciOiJIUzI1NiJ9', 'eyJzdWIiOiIxMjM0In0', 'dBjftJeZ4CVPmB92K27uhbUJU1p1r'].join('.')],
    ['a session token', `FwoGZXIvYXdzE${'Ab3/xY9+'.repeat(20)}=`],
    ['a private key', '-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----'],
  ])('%s', (_name, secret) => {
    expect(redact(`before ${secret} after`)).toBe('before [secret] after');
  });

  it.each([
    ['the secret beside its key id', `${KEY_ID} ${SECRET_40}`, `${KEY_ID} [secret]`],
    ['the secret joined to its key id', `${KEY_ID}:${SECRET_40}`, `${KEY_ID}:[secret]`],
    ['the secret after its name', `id=${KEY_ID}, key: ${SECRET_40}`, `id=${KEY_ID}, key: [secret]`],
    ['an orderly secret beside its key id', `${KEY_ID},${'a'.repeat(40)}`, `${KEY_ID},[secret]`],
    ['a private key that was cut', 'x -----BEGIN PRIVATE KEY-----\nMIIE', 'x [secret]'],
    ['a bearer token', 'Authorization: Bearer abc123def456', 'Authorization: Bearer [secret]'],
    ['basic credentials', 'authorization: Basic dXNlcjpwYXNz1234', 'authorization: Basic [secret]'],
    ['a password in an assignment', 'password=hunter', 'password=[secret]'],
    ['a secret in JSON', '{"client_secret": "short1"}', '{"client_secret": "[secret]"}'],
    ['a token in YAML', 'token: abc123', 'token: [secret]'],
    ['user information of an address', 'https://user:pass@host.example/path', 'https://[secret]@host.example/path'],
    [
      'a token in a query',
      'https://host.example/a?x=1&access_token=abc&y=2',
      'https://host.example/a?x=1&access_token=[secret]&y=2',
    ],
    [
      'a signature in a query',
      'https://host.example/a?X-Sig-Signature=0f0f',
      'https://host.example/a?X-Sig-Signature=[secret]',
    ],
    ['the path of a webhook', hook('services T0 B0 xyz'), 'https://hooks.example.com/[secret]'],
    ['the path of a webhook in a sentence', `see ${hook('t')} now`, 'see https://hooks.example.com/[secret] now'],
    ['a token in any path', `https://host.example/bot/${RANDOM_36}/send`, 'https://host.example/bot/[secret]/send'],
  ])('%s', (_name, text, expected) => {
    expect(redact(text)).toBe(expected);
  });
});

describe('redact keeps', () => {
  it.each([
    ['key ids', KEY_ID],
    ['principal ids', 'AROAEXAMPLEID12345678:ci-session-42'],
    ['UUIDs', '4f1c2b3a-1234-4abc-8def-0123456789ab'],
    ['hashes in hex', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    ['commits', 'a94a8fe5ccb19ba61c4c0873d391e987982fbbd3'],
    ['digests in base64', '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='],
    ['resource names', 'arn:aws:secretsmanager:us-east-1:111122223333:secret:prod/db-AbCdEf'],
    [
      'roles made by templates',
      'arn:aws:sts::111122223333:assumed-role/MyStack-MyFunctionServiceRole3C357FF2-1XLCVYYD82QCE/i-0123456789abcdef0',
    ],
    ['long names of people', 'AmazonSSMRoleForInstancesQuickSetup2024'],
    ['names with a date or a number', 'AddPermission20150331v2 MandoService2842426183934887787'],
    ['our own fields', '{"credential":"aws:AKIAKEYWATCHSAMPLE01","actor":"x1"}'.replace('AKIA', ['AK', 'IA'].join(''))],
    ['user agents', 'aws-cli/2.15.0 md/Botocore#1.34.11 ua/2.0 os/linux#6.5.0-1014 md/arch#x86_64 lang/python#3.11.6'],
    [
      'browsers',
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36',
    ],
    ['object keys', 'AWSLogs/111122223333/CloudTrail/us-east-1/2026/11/23/file_20261123T0315Z.json.gz'],
    [
      'object keys with a random part',
      'AWSLogs/111122223333/CloudTrail/eu-west-1/2026/11/23/111122223333_CloudTrail_eu-west-1_20261123T0315Z_zUyTkQ7x2QpL9sWd.json.gz',
    ],
    ['addresses', '198.51.100.7 2001:db8::1'],
    ['plain addresses of pages', 'https://docs.example.com/guide/start.html?page=2#top'],
    [
      'sentences about tokens',
      'invalid token: expired; password: incorrect; bearer authentication failed, basic information missing',
    ],
    ['names of fields', 'accessKeyId: missing, secretName is set, token type differs'],
    ['names with dashes', 'prod-payments-2024-backup-service-eu-central-1-replica'],
    ['our own ids', 'run-20261123-201500-7f3a9c inc-7f3a9c2e msg-0123456789abcdef'],
    ['nothing', ''],
  ])('%s', (_name, text) => {
    expect(redact(text)).toBe(text);
  });
});
