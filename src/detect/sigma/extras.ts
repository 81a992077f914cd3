import { z } from 'zod';
import { SEVERITIES } from '../../core/event.ts';
import { MINUTE } from '../../core/time.ts';
import type { RuleExtras } from './rule.ts';
import { RuleError } from './rule.ts';

const example = z.record(z.string(), z.unknown());
const severityOrNone = z.enum([...SEVERITIES, 'none']);

const schema = z.strictObject({
  phrase: z.string().min(3),
  implies: z.array(z.string()).default([]),
  misses: z.string().min(3),
  triage: z.string().min(3),
  reason: z.string().default(''),
  denied: severityOrNone.optional(),
  failed: severityOrNone.default('none'),
  tamed: z.boolean().default(true),
  window: z
    .strictObject({
      minutes: z.number().positive(),
      count: z.number().int().positive(),
      distinct: z.enum(['event', 'target', 'action', 'region']).default('event'),
      weigh: z.string().default(''),
      feeds: z.string().default(''),
    })
    .nullable()
    .default(null),
  first: z
    .strictObject({
      of: z.string().default(''),
      at: z.array(z.string()).min(1),
      after: z.number().int().positive().default(5),
      most: z.number().int().positive().max(64).default(16),
    })
    .nullable()
    .default(null),
  /** Every example is a record over `base`, so that it shows only what matters. */
  examples: z.strictObject({
    base: example.default({}),
    fire: z.array(example).min(1),
    quiet: z.array(example).min(1),
  }),
});

/** What `keywatch:` in a rule file says, and the two texts that belong to the detector's info. */
export interface ParsedExtras {
  readonly extras: RuleExtras;
  readonly misses: string;
  readonly triage: string;
}

/** @param level the rule's own severity; a refused attempt counts one step less unless it says otherwise. @throws RuleError */
export function parseExtras(source: unknown, level: (typeof SEVERITIES)[number]): ParsedExtras {
  const result = schema.safeParse(source);
  if (!result.success) throw new RuleError(`keywatch section: ${z.prettifyError(result.error).replaceAll('\n', ' ')}`);
  const section = result.data;
  const lower = SEVERITIES[Math.max(0, SEVERITIES.indexOf(level) - 1)] ?? level;
  const denied = section.denied ?? lower;
  return {
    misses: section.misses,
    triage: section.triage,
    extras: {
      phrase: section.phrase,
      implies: section.implies,
      reason: section.reason,
      denied: denied === 'none' ? null : denied,
      failed: section.failed === 'none' ? null : section.failed,
      tamed: section.tamed,
      window:
        section.window === null
          ? null
          : {
              within: section.window.minutes * MINUTE,
              count: section.window.count,
              distinct: section.window.distinct,
              weigh: section.window.weigh,
              feeds: section.window.feeds,
            },
      first: section.first,
      examples: {
        fire: section.examples.fire.map((record) => ({ ...section.examples.base, ...record })),
        quiet: section.examples.quiet.map((record) => ({ ...section.examples.base, ...record })),
      },
    },
  };
}
