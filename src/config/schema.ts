import { type ZodType, z } from 'zod';
import type { Connector } from '../core/connector.ts';
import type { Config } from './config.ts';
import { alertsSchema } from './schema-alerts.ts';
import { credentialSchema } from './schema-credentials.ts';
import {
  databaseSchema,
  detectionSchema,
  logSchema,
  receiverSchema,
  respondSchema,
  scheduleSchema,
} from './schema-sections.ts';

/** Schema of the whole file. Which connectors there are is not for us to know: they are given. */
export function configSchema(connectors: readonly Connector[]): ZodType<Config> {
  return z.strictObject({
    database: databaseSchema.prefault({}).describe('Where events, findings and the journal are kept.'),
    connectors: connectorsSchema(connectors)
      .prefault({})
      .describe('Providers to watch; leave out what you do not use.'),
    credentials: z
      .array(credentialSchema)
      .default([])
      .describe('What you know about your keys; `keywatch keys adopt` drafts this from observed use.'),
    schedule: scheduleSchema.prefault({}).describe('How often and how far back sources are read.'),
    receiver: receiverSchema
      .prefault({})
      .describe('Takes what providers deliver by themselves (webhooks), so that a leak is known in seconds.'),
    detection: detectionSchema.prefault({}).describe('What counts as unusual.'),
    alerts: alertsSchema.prefault({}).describe('Who is told.'),
    respond: respondSchema
      .prefault({})
      .describe('When a response is finished. Nothing is ever done without an approved plan.'),
    log: logSchema.prefault({}).describe("The program's own log."),
  });
}

function connectorsSchema(connectors: readonly Connector[]): ZodType<Readonly<Record<string, unknown>>> {
  const shape = Object.fromEntries(
    connectors.map(({ id, title, config }) => [id, config.optional().describe(title)] as const),
  );
  // Only what was written: an absent connector is off, whatever its schema's defaults say.
  return z
    .strictObject(shape)
    .transform((entries) => Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined)));
}
