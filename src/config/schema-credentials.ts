import { type ZodType, z } from 'zod';
import type { ConsumerBinding, CredentialBinding } from '../core/credential.ts';
import { cidrField, secretRefField } from '../kit/config-fields.ts';

const consumer: ZodType<ConsumerBinding> = z.strictObject({
  store: z.string().min(1).describe('Connector whose secret store holds the secret.'),
  target: z.string().min(1).describe('Address of the secret in that store.'),
  reload: z
    .string()
    .default('')
    .describe('What has to be done so that the consumer takes up the new secret; for people.'),
});

/** One entry of `credentials:`. Protection comes from here alone: intruders can tag things. */
export const credentialSchema: ZodType<CredentialBinding> = z
  .strictObject({
    match: z
      .string()
      .min(1)
      .describe(
        'Key id or other alias, with or without `<provider>:` before it; `*` stands for anything. Never the secret.',
      ),
    name: z.string().default('').describe('What people call it; the pattern itself when left out.'),
    owner: z.string().default('').describe('Person or team to ask before it is revoked.'),
    networks: z
      .array(cidrField('Address or block.'))
      .default([])
      .describe('Networks from which use is expected; use from anywhere else is an observation.'),
    'availability-first': z
      .boolean()
      .default(false)
      .describe('Production hangs on it: containment is proposed after rotation, never before.'),
    protected: z.boolean().default(false).describe('No plan may touch it.'),
    consumers: z.array(consumer).default([]).describe('Where a rotated secret has to be delivered.'),
    secret: secretRefField(
      'Where the old secret stands while a person replaces it: it is tried at its provider until that refuses it. Read by approved runs alone, never stored.',
      { title: 'secret' },
    ).optional(),
  })
  .transform((entry) => ({
    match: entry.match,
    name: entry.name === '' ? entry.match : entry.name,
    owner: entry.owner,
    networks: entry.networks,
    availabilityFirst: entry['availability-first'],
    protected: entry.protected,
    consumers: entry.consumers,
    ...(entry.secret === undefined ? {} : { secret: entry.secret }),
  }));
