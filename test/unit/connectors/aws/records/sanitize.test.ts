import { describe, expect, it } from 'vitest';
import { sanitizeRecord } from '../../../../../connectors/aws/records/sanitize.ts';
import { call, record, SESSION_KEY, TOKEN } from '../records.ts';

const SECRET = 'wJalrXUtnFEMI-notareal-secret';

describe('sanitizeRecord', () => {
  it('hands back the very same object when there is nothing to hide', () => {
    const clean = record({ requestParameters: { userName: 'app', tags: [{ key: 'a', value: 'b' }] } });
    expect(sanitizeRecord(clean)).toBe(clean);
  });

  it('takes the session token out and leaves the key id', () => {
    const value = call('sts', 'AssumeRole', {
      responseElements: { credentials: { accessKeyId: SESSION_KEY, sessionToken: TOKEN, expiration: 'soon' } },
    });
    expect(sanitizeRecord(value)).toMatchObject({
      eventName: 'AssumeRole',
      responseElements: { credentials: { accessKeyId: SESSION_KEY, sessionToken: '[removed]', expiration: 'soon' } },
    });
    expect(JSON.stringify(value)).toContain(TOKEN);
  });

  it.each([
    ['secretAccessKey'],
    ['SecretAccessKey'],
    ['sessionToken'],
    ['password'],
    ['masterUserPassword'],
    ['privateKey'],
    ['keyMaterial'],
    ['secretString'],
    ['servicePassword'],
    ['authorizationToken'],
    ['client_secret'],
    ['X-Amz-Security-Token'],
    ['X-Amz-Signature'],
    ['userData'],
    ['token'],
  ])('empties %s at any depth, in any service', (name) => {
    const value = record({
      requestParameters: { deep: [{ deeper: { [name]: SECRET } }] },
      additionalEventData: { [name]: [SECRET] },
    });
    expect(JSON.stringify(sanitizeRecord(value))).not.toContain(SECRET);
  });

  it('finds session tokens under names that nobody foresaw, and in lists', () => {
    const value = record({ responseElements: { novelty: TOKEN, list: ['x', TOKEN] } });
    expect(JSON.stringify(sanitizeRecord(value))).not.toContain(TOKEN);
  });

  it('leaves what AWS hid already, and tokens that only page or make idempotent', () => {
    const value = record({
      requestParameters: {
        password: 'HIDDEN_DUE_TO_SECURITY_REASONS',
        nextToken: 'AAEAAclp8UFCJ7dny493eHEd80U02QjHYLN3',
        clientRequestToken: '25B7F231-8BFB-4010-941D-0FDE22294458',
        secretId: 'app/db',
        passwordResetRequired: false,
      },
    });
    expect(sanitizeRecord(value)).toBe(value);
  });

  it('is not fooled by a member called __proto__', () => {
    const value: unknown = JSON.parse(`{"eventName":"x","requestParameters":{"__proto__":{"password":"${SECRET}"}}}`);
    expect(JSON.stringify(sanitizeRecord(value))).not.toContain(SECRET);
  });

  it('ends on records nested without end', () => {
    let nested: unknown = { password: SECRET };
    for (let depth = 0; depth < 5000; depth += 1) nested = { a: nested };
    const cleaned = sanitizeRecord(record({ requestParameters: nested }));
    expect(JSON.stringify(cleaned)).not.toContain(SECRET);
  });

  it.each([[null], [undefined], [7], ['text'], [[]], [true]])('leaves %j as it is', (value) => {
    expect(sanitizeRecord(value)).toEqual(value);
  });
});
