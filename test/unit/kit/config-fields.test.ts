import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { MINUTE } from '../../../src/core/time.ts';
import { cidrField, durationField, instantField, secretRefField } from '../../../src/kit/config-fields.ts';

function complaint(field: z.ZodType, value: unknown): string {
  return field.safeParse(value).error?.issues[0]?.message ?? 'accepted';
}

describe('secretRefField', () => {
  const field = secretRefField('Key.', { title: 'restricted key', formats: ['acme.live-key'], mode: 'live' });

  it('keeps the reference and what is expected behind it', () => {
    expect(field.parse('env:ACME_KEY')).toEqual({
      kind: 'secret-ref',
      reference: 'env:ACME_KEY',
      expects: { title: 'restricted key', formats: ['acme.live-key'], mode: 'live', shape: 'any' },
    });
  });

  it.each(['sk_something', 'https://hooks.example.com/x', 'env:', '', 5, null, { env: 'X' }])('refuses %j', (value) => {
    expect(complaint(field, value)).toContain('must be a reference to a restricted key');
  });

  it('does not repeat what it refuses', () => {
    expect(complaint(field, 'hunter2-hunter2')).not.toContain('hunter2');
  });
});

describe('durationField', () => {
  const field = durationField('Wait.', { min: MINUTE, max: 60 * MINUTE });

  it('parses within its limits', () => {
    expect(field.parse('30m')).toBe(30 * MINUTE);
    expect(complaint(field, '1s')).toBe('is too short');
    expect(complaint(field, '2h')).toBe('is too long');
    expect(complaint(field, '30')).toContain('must be a duration');
    expect(complaint(field, 30)).toContain('must be a duration');
  });

  it('takes its default from text', () => {
    expect(field.prefault('5m').parse(undefined)).toBe(5 * MINUTE);
  });
});

describe('cidrField', () => {
  it('writes blocks canonically and refuses the rest', () => {
    expect(cidrField('Block.').parse(' 2001:DB8::1/48 ')).toBe('2001:db8::/48');
    expect(complaint(cidrField('Block.'), '10.0.0.0/33')).toContain('CIDR block');
    expect(complaint(cidrField('Block.'), 10)).toContain('CIDR block');
  });
});

describe('instantField', () => {
  it('reads days and instants', () => {
    expect(instantField('End.').parse('2026-11-23')).toBe(Date.UTC(2026, 10, 23));
    expect(complaint(instantField('End.'), 'tomorrow')).toContain('must be a date');
  });
});

describe('all fields', () => {
  it('show their description and form in the JSON Schema', () => {
    const schema = z.strictObject({
      key: secretRefField('Key.', { title: 'key' }),
      wait: durationField('Wait.').prefault('5m'),
    });

    const json = z.toJSONSchema(schema, { io: 'input' });

    expect(json.properties).toMatchObject({
      key: { type: 'string', description: 'Key.', format: 'secret reference' },
      wait: { type: 'string', description: 'Wait.', format: 'duration', default: '5m' },
    });
  });
});
