import { type ZodType, z } from 'zod';
import { SEVERITIES } from '../core/event.ts';
import { secretRefField } from '../kit/config-fields.ts';
import type { SinkConfig } from './config.ts';

const common = {
  id: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'must be lower-case letters, digits and dashes')
    .describe('Name of the sink in logs and records; keep it, or messages may be sent again.'),
  'minimum-severity': z.enum(SEVERITIES).default('low').describe('Incidents below this are not sent here.'),
  pages: z.boolean().default(true).describe('Live incidents that should page a person are sent here at once.'),
  digests: z.boolean().default(true).describe('Historical and weak incidents are sent here, many in one message.'),
};

const url = secretRefField('Address that messages are posted to; whoever knows it can post.', {
  title: 'webhook address',
  shape: 'url',
});

const signingSecret = secretRefField('When given, each body is signed with it (HMAC-SHA-256).', {
  title: 'signing secret',
});

/** One entry of `alerts.sinks:`. */
export const sinkSchema: ZodType<SinkConfig> = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('console').describe('What it is.'), ...common }),
    z.strictObject({ kind: z.literal('slack'), ...common, url }),
    z.strictObject({ kind: z.literal('webhook'), ...common, url, 'signing-secret': signingSecret.optional() }),
  ])
  .transform((entry): SinkConfig => {
    const { id, pages, digests } = entry;
    const shared = { id, minSeverity: entry['minimum-severity'], pages, digests };
    if (entry.kind === 'console') return { kind: entry.kind, ...shared };
    if (entry.kind === 'slack') return { kind: entry.kind, url: entry.url, ...shared };
    return { kind: entry.kind, url: entry.url, signingSecret: entry['signing-secret'] ?? null, ...shared };
  });
