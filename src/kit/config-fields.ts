import { type ZodType, z } from 'zod';
import type { SecretExpectation, SecretRef } from '../core/secret-ref.ts';
import type { Millis } from '../core/time.ts';
import { withArticle } from './article.ts';
import { canonicalBlock } from './cidr.ts';
import { parseDuration } from './durations.ts';
import { parseInstant } from './instants.ts';

/** A scheme and something behind it; a web address is no reference. */
const REFERENCE_SHAPE = /^[a-z][a-z0-9-]{0,30}:(?!\/\/)\S/;

/** Marks the string fields below in the JSON Schema, for the reference page. */
interface FieldMeta {
  readonly description: string;
  readonly format: string;
}

/**
 * A reference to a secret, never the secret: `env:NAME`, `file:PATH` or `<connector>:TARGET`.
 * @param expects what a wrong key is recognised by
 */
export function secretRefField(
  description: string,
  expects: { readonly title: string } & Partial<SecretExpectation>,
): ZodType<SecretRef> {
  const expectation: SecretExpectation = { formats: [], mode: '', shape: 'any', ...expects };
  const meta: FieldMeta = { description, format: 'secret reference' };
  return z
    .string(`must be a reference to ${withArticle(expects.title)}: env:NAME or file:PATH`)
    .regex(
      REFERENCE_SHAPE,
      `must be a reference to ${withArticle(expects.title)} (env:NAME or file:PATH), not the ${expects.title} itself`,
    )
    .meta({ ...meta })
    .transform((reference) => ({ kind: 'secret-ref' as const, reference, expects: expectation }));
}

/** A length of time such as `90s`, `30m`, `1h30m`, `90d`; parsed to milliseconds. */
export function durationField(
  description: string,
  limits: { readonly min?: Millis; readonly max?: Millis } = {},
): ZodType<Millis> {
  const meta: FieldMeta = { description, format: 'duration' };
  return z
    .string('must be a duration such as 90s, 30m, 12h or 90d')
    .meta({ ...meta })
    .transform((text, context) => {
      const ms = parseDuration(text);
      if (ms === null) {
        context.addIssue('must be a duration such as 90s, 30m, 12h or 90d');
        return z.NEVER;
      }
      if (ms < (limits.min ?? 0)) context.addIssue('is too short');
      if (ms > (limits.max ?? Number.MAX_SAFE_INTEGER)) context.addIssue('is too long');
      return ms;
    });
}

/** An address or a block of addresses, in its canonical spelling. */
export function cidrField(description: string): ZodType<string> {
  const meta: FieldMeta = { description, format: 'CIDR block' };
  return z
    .string('must be an address or a CIDR block such as 198.51.100.0/24')
    .meta({ ...meta })
    .transform((text, context) => {
      const block = canonicalBlock(text.trim());
      if (block !== null) return block;
      context.addIssue('must be an address or a CIDR block such as 198.51.100.0/24');
      return z.NEVER;
    });
}

/** A point in time: a day (its beginning in UTC), or date and time with a zone. Parsed to milliseconds. */
export function instantField(description: string): ZodType<Millis> {
  const meta: FieldMeta = { description, format: 'date' };
  const wanted = 'must be a date such as 2026-11-23 or 2026-11-23T20:15:00Z';
  return z
    .string(wanted)
    .meta({ ...meta })
    .transform((text, context) => {
      const at = parseInstant(text);
      if (at !== null) return at;
      context.addIssue(wanted);
      return z.NEVER;
    });
}
