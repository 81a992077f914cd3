import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RecordFormat } from '../../../src/core/connector.ts';
import { parseRules } from '../../../src/detect/sigma/parse.ts';
import { readRuleFiles } from '../../../src/detect/sigma/read.ts';
import { RuleSet } from '../../../src/detect/sigma/rule-set.ts';
import { ROOT } from '../../support/source-files.ts';
import { FORMAT } from '../detect/support/rules.ts';

const FOLDER = join(ROOT, '../shared/data/sigma-rules/rules');

/** Every log source that the rules name, as a format of its own. */
function formatsFor(sources: readonly { product: string; service: string }[]): readonly RecordFormat[] {
  const named = new Map(sources.map(({ product, service }) => [`${product}.${service}`, { product, service }]));
  return [...named].map(([id, logsource]) => ({ ...FORMAT, id, logsource }));
}

describe.skipIf(!existsSync(FOLDER))('public rules', () => {
  it('all load, and all can run where their log source is delivered', async () => {
    const files = await readRuleFiles(FOLDER);
    const { rules, skipped } = parseRules(files);
    const set = new RuleSet(rules, formatsFor(rules.map((rule) => rule.logsource)));

    expect(skipped).toEqual([]);
    expect(set.skipped).toEqual([]);
    expect(set.loaded.length).toBe(files.length);
  });

  it('are matched by a record that fits and kept from one that does not', async () => {
    const { rules } = parseRules(await readRuleFiles(FOLDER));
    const set = new RuleSet(rules, formatsFor([{ product: 'aws', service: 'cloudtrail' }]));
    const hits = (record: unknown): readonly string[] => set.match('aws.cloudtrail', record).map((hit) => hit.rule);

    expect(hits({ eventName: 'DeleteBucket' })).toContain('aws_cloudtrail_bucket_deleted');
    expect(hits({ eventName: 'DeleteBucket', errorCode: 'AccessDenied' })).not.toContain(
      'aws_cloudtrail_bucket_deleted',
    );
  });
});
