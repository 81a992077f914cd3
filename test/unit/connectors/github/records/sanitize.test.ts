import { describe, expect, it } from 'vitest';
import { sanitizeRecord } from '../../../../../connectors/github/records/sanitize.ts';
import { aToken, record, TOKEN } from '../records.ts';

describe('a record that is kept', () => {
  it('stays as it is when it holds no secret', () => {
    const plain = record({ action: 'repo.create_actions_secret', key: 'DEPLOY_TOKEN' });
    expect(sanitizeRecord(plain)).toBe(plain);
  });

  it.each([
    ['as a member', { secret: 'whatever it is' }],
    ['deep inside', { data: { config: { client_secret: 'whatever it is' } } }],
    ['in a list', { list: [{ token: 'whatever it is' }] }],
    ['in a request body', { request_body: '{"encrypted":"whatever it is"}' }],
    ['in an address', { url: 'https://api.github.com/x?access_token=whatever+it+is&a=1' }],
  ])('loses a secret %s', (_, fields) => {
    expect(JSON.stringify(sanitizeRecord(record(fields)))).not.toContain('whatever');
  });

  it.each([
    TOKEN,
    aToken('gho'),
    `github_pat_${'A1'.repeat(11)}_${'b2C'.repeat(19)}de`,
    `ghs_12_${'eyJh.'.repeat(30)}x`,
  ])('loses tokens in any text', (token) => {
    expect(
      JSON.stringify(sanitizeRecord(record({ note: `used ${token} here`, anything: { else: token } }))),
    ).not.toContain(token.slice(0, 24));
  });

  it('keeps the hash that the join needs', () => {
    expect(sanitizeRecord(record({ secret: 'x' }))).toMatchObject({
      hashed_token: record()['hashed_token'],
      secret: '[removed]',
    });
  });
});
