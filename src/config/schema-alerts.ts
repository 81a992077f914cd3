import { type ZodType, z } from 'zod';
import { SECOND } from '../core/time.ts';
import { durationField, instantField } from '../kit/config-fields.ts';
import type { AlertsConfig, SilenceConfig } from './config.ts';
import { sinkSchema } from './schema-sinks.ts';

const words = z.string().min(1);

/** A silence has an owner, a reason and an end; nothing is muted for ever by one line. */
const silence: ZodType<SilenceConfig> = z
  .strictObject({
    id: words.describe('Name of the silence in records.'),
    incident: words.optional().describe('Id of the incident.'),
    credential: words.optional().describe('Alias of the credential; `*` stands for anything.'),
    detector: words.optional().describe('Id of the rule.'),
    account: words.optional().describe('Account at the provider.'),
    provider: words.optional().describe('Connector id.'),
    from: instantField('Beginning.').prefault('1970-01-01T00:00:00Z'),
    until: instantField('End.'),
    owner: words.describe('Who answers for it.'),
    reason: words.describe('Why it may be muted.'),
  })
  .refine((entry) => [entry.incident, entry.credential, entry.detector, entry.account, entry.provider].some(Boolean), {
    error: 'would mute everything: name an incident, credential, detector, account or provider',
  })
  .transform(({ id, from, until, owner, reason, ...scope }) => ({
    id,
    from,
    until,
    owner,
    reason,
    ...(scope.incident === undefined ? {} : { incident: scope.incident }),
    ...(scope.credential === undefined ? {} : { credential: scope.credential }),
    ...(scope.detector === undefined ? {} : { detector: scope.detector }),
    ...(scope.account === undefined ? {} : { account: scope.account }),
    ...(scope.provider === undefined ? {} : { provider: scope.provider }),
  }));

export const alertsSchema: ZodType<AlertsConfig> = z
  .strictObject({
    'group-wait': durationField(
      'How long to collect before the first page about an incident that is not critical.',
    ).prefault('30s'),
    'group-interval': durationField(
      'Least time between two messages about one incident, unless it got worse or changed its status.',
    ).prefault('5m'),
    'repeat-interval': durationField(
      'An open incident that nobody acknowledged is told again after this time.',
    ).prefault('12h'),
    'digest-wait': durationField('How long a digest collects.').prefault('1h'),
    timeout: durationField('How long to wait for the answer of a sink.', { min: SECOND }).prefault('10s'),
    sinks: z
      .array(sinkSchema)
      .prefault([{ kind: 'console', id: 'console' }])
      .describe('Where messages go. Left out: to the terminal alone.'),
    silences: z.array(silence).default([]).describe('What is muted for a while; incidents are opened all the same.'),
  })
  .transform((entry) => ({
    groupWait: entry['group-wait'],
    groupInterval: entry['group-interval'],
    repeatInterval: entry['repeat-interval'],
    digestWait: entry['digest-wait'],
    timeout: entry.timeout,
    sinks: entry.sinks,
    silences: entry.silences,
  }));
