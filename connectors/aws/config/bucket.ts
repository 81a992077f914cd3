import { type ZodType, z } from 'zod';
import type { Millis } from '../../../src/core/time.ts';
import { DAY, HOUR } from '../../../src/core/time.ts';
import { durationField } from '../../../src/kit/config-fields.ts';
import { isFolders } from '../sources/bucket-names.ts';
import { accountId, folder, region } from './parts.ts';

/** A bucket into which somebody else's audit records are written, file by file, in folders by time. */
export interface RecordBucket {
  readonly bucket: string;
  readonly region: string;
  readonly prefix: string;
  /** How folders are named below the prefix: `YYYY/MM/DD/HH/mm`. */
  readonly folders: string;
  /** Id of the only record format that its files have; '' tries all. */
  readonly format: string;
  /** Whose records they are, for coverage statements. */
  readonly provider: string;
  readonly owner: string;
  /** Account whose read role opens the bucket; '' for the first. */
  readonly account: string;
  /** How late a file may still come under an old name. */
  readonly late: Millis;
  /** How long files stay in the bucket; null where they stay for good. */
  readonly retention: Millis | null;
}

const WEEK = 7 * DAY;

const recordsOf = z
  .string()
  .regex(/^([a-z][a-z0-9-]*\/[^/\s]+)?$/, 'must be a provider and an account of it, such as example/acme')
  .default('');

export const recordBucketSchema: ZodType<RecordBucket> = z
  .strictObject({
    bucket: z.string().min(3).describe('Bucket that the files are written to.'),
    region: region.default('us-east-1').describe('Region of the bucket.'),
    prefix: folder.describe('What stands before the folders of the days in the object names.'),
    folders: z
      .string()
      .refine(isFolders, 'must name year, month and day in this order, such as YYYY/MM/DD')
      .default('YYYY/MM/DD')
      .describe('How folders are named by the UTC time of their files; `HH` and `mm` may follow.'),
    format: z
      .string()
      .regex(/^([a-z][a-z0-9-]*\.[a-z0-9-]+)?$/, 'must be the id of a record format')
      .default('')
      .describe('The only kind of record in it; left out, every kind is recognised.'),
    'records-of': recordsOf.describe('Provider and account whose records they are; named where coverage is stated.'),
    account: accountId.or(z.literal('')).default('').describe('Account whose read role opens the bucket.'),
    late: durationField('How late a file may come under an old name; folders so old are listed once a day.', {
      min: HOUR,
      max: 31 * DAY,
    })
      .optional()
      .transform((ms) => ms ?? WEEK),
    retention: durationField('How long files stay in the bucket, where they are deleted some day.', { min: DAY })
      .optional()
      .transform((ms) => ms ?? null),
  })
  .transform(({ 'records-of': of, ...entry }) => {
    const [provider = '', owner = ''] = of === '' ? ['aws', ''] : of.split('/');
    return { ...entry, provider, owner };
  });
