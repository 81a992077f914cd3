import { type ZodType, z } from 'zod';

export const region: ZodType<string> = z
  .string()
  .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'must be a region such as eu-central-1');

export const accountId: ZodType<string> = z
  .string('must be an account id in quotes, or its leading zeros are lost')
  .regex(/^\d{12}$/, 'must be an account id of 12 digits');

/** What stands before the names in a bucket: '' or a text that ends in a slash. */
export const folder: ZodType<string> = z
  .string()
  .default('')
  .transform((text) => (text === '' || text.endsWith('/') ? text : `${text}/`));

export const roleArn: z.ZodString = z
  .string()
  .regex(
    /^arn:aws[a-z-]*:iam::\d{12}:role\/\S+$/,
    'must be the ARN of a role: arn:aws:iam::111122223333:role/keywatch-read',
  );
