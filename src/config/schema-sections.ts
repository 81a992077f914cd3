import { type ZodType, z } from 'zod';
import { DAY, MINUTE, SECOND } from '../core/time.ts';
import { cidrField, durationField } from '../kit/config-fields.ts';
import type {
  DatabaseConfig,
  DetectionConfig,
  LogConfig,
  ReceiverConfig,
  RespondConfig,
  ScheduleConfig,
} from './config.ts';

/** Paths come out as written; the loader makes them absolute. */
export const databaseSchema: ZodType<DatabaseConfig> = z
  .strictObject({
    path: z.string().min(1).default('keywatch.db').describe('SQLite file; relative to this file.'),
    'fingerprint-key': z
      .string()
      .min(1)
      .default('keywatch.key')
      .describe(
        'File with the key under which secrets are fingerprinted. Made at first use; back it up with the database.',
      ),
    raw: z
      .enum(['keep', 'pointer'])
      .default('pointer')
      .describe(
        '`keep`: store copies of audit records, stripped of secrets. `pointer`: store only where the originals are.',
      ),
    retention: z
      .union([z.literal('forever'), durationField('Age.', { min: DAY })])
      .prefault('forever')
      .describe('Age at which stored events are dropped: a duration, or `forever`.'),
  })
  .transform((entry) => ({
    path: entry.path,
    fingerprintKey: entry['fingerprint-key'],
    raw: entry.raw,
    retention: entry.retention === 'forever' ? null : entry.retention,
  }));

export const scheduleSchema: ZodType<ScheduleConfig> = z.strictObject({
  backfill: durationField('How far back a source is read at its first poll.').prefault('14d'),
  inventory: durationField("Time between two readings of the providers' lists of credentials.", {
    min: MINUTE,
  }).prefault('1h'),
  polls: z
    .array(
      z.strictObject({
        source: z.string().min(1).describe('Source id; `*` stands for anything.'),
        every: durationField('Time between two polls.', { min: 5 * SECOND }),
      }),
    )
    .default([])
    .describe("Other intervals than the sources' own. The first entry that matches counts."),
});

export const receiverSchema: ZodType<ReceiverConfig> = z.strictObject({
  enabled: z.boolean().default(false).describe('Listen for deliveries. Needs the webhook secret of a connector.'),
  host: z
    .string()
    .min(1)
    .default('127.0.0.1')
    .describe('Address to listen on. Put a proxy with TLS before it; open it to no more than the providers.'),
  port: z.int().min(1).max(65_535).default(8420).describe('Port to listen on.'),
});

export const detectionSchema: ZodType<DetectionConfig> = z
  .strictObject({
    'disabled-rules': z.array(z.string().min(1)).default([]).describe('Ids of rules that are switched off.'),
    'rule-folders': z.array(z.string().min(1)).default([]).describe('Folders with Sigma rules of your own.'),
    'network-databases': z
      .array(z.string().min(1))
      .default([])
      .describe('MaxMind-format files that replace the bundled country and network databases.'),
    'own-networks': z
      .array(cidrField('Block.'))
      .default([])
      .describe('Where this monitor runs; use of its own credentials from anywhere else is a finding.'),
  })
  .transform((entry) => ({
    disabledRules: entry['disabled-rules'],
    ruleFolders: entry['rule-folders'],
    networkDatabases: entry['network-databases'],
    ownNetworks: entry['own-networks'],
  }));

export const respondSchema: ZodType<RespondConfig> = z
  .strictObject({
    'proof-silence': durationField(
      'How long the log must show no use of a contained credential before containment counts as proven.',
    ).prefault('10m'),
    'drain-silence': durationField('How long a replaced key must be unused before it may be revoked.').prefault('1h'),
    'guided-deadline': durationField(
      'How long a person has for a step that the provider offers by hand alone. After it everybody who heard of the incident is told.',
      { min: MINUTE },
    ).prefault('24h'),
    'guided-reminder': durationField('How often that person is reminded until then.', { min: MINUTE }).prefault('4h'),
  })
  .transform((entry) => ({
    proofSilence: entry['proof-silence'],
    drainSilence: entry['drain-silence'],
    guidedDeadline: entry['guided-deadline'],
    guidedReminder: entry['guided-reminder'],
  }));

export const logSchema: ZodType<LogConfig> = z.strictObject({
  level: z.enum(['debug', 'info', 'warn', 'error']).default('info').describe('Least important lines that are written.'),
  format: z
    .enum(['auto', 'json', 'pretty'])
    .default('auto')
    .describe('`auto`: short lines on a terminal, JSON elsewhere. Logs go to standard error.'),
});
