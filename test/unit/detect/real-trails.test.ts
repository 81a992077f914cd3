import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { CLOUDTRAIL_FORMAT } from '../../../connectors/aws/records/cloudtrail-format.ts';
import { decode } from '../../../src/collect/decode.ts';
import type { CommittedBatch } from '../../../src/core/batch.ts';
import { EVENT_ID_BYTES } from '../../../src/core/batch.ts';
import type { DetectionCommit } from '../../../src/core/ports.ts';
import { createEngine } from '../../../src/detect/engine.ts';
import { loadRules } from '../../../src/detect/sigma/load.ts';
import { blockNetworks } from '../../../src/kit/networks.ts';
import { ROOT } from '../../support/source-files.ts';

const DATA = join(ROOT, '../shared/data');
const LABELS = z.object({ key_theft_case: z.object({ stolen_access_key: z.string() }) });
const { loaded, rules } = await loadRules([join(ROOT, 'rules')], [], [CLOUDTRAIL_FORMAT]);

function filesBelow(path: string): readonly string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .toSorted()
    .flatMap((name) => filesBelow(join(path, name)));
}

/** The name of the tool that made these trails would give everything away. */
function withoutToolName(text: string): Buffer {
  return Buffer.from(text.replaceAll(/stratus-red-team_[0-9a-f-]{36}/g, ''));
}

function scan(paths: readonly string[], reverse = false): DetectionCommit {
  const engine = createEngine({ networks: blockNetworks(), rules: loaded });
  const seen = new Set<string>();
  const files = paths.flatMap(filesBelow).filter((path) => /\.(json|ndjson)$/.test(path));
  for (const [index, path] of (reverse ? files.toReversed() : files).entries()) {
    const batch = decode(
      { source: 'aws.cloudtrail-file', place: path, bytes: withoutToolName(readFileSync(path, 'utf8')), format: null },
      { formats: [CLOUDTRAIL_FORMAT], match: (format, record) => rules.match(format, record), keepRaw: false },
    );
    const fresh = new Uint8Array(batch.size);
    for (let row = 0; row < batch.size; row += 1) {
      const id = Buffer.from(batch.ids.subarray(row * EVENT_ID_BYTES, (row + 1) * EVENT_ID_BYTES)).toString('hex');
      if (!seen.has(id)) fresh[row] = 1;
      seen.add(id);
    }
    const committed: CommittedBatch = { sequence: index + 1, seenAt: Date.UTC(2026, 10, 1), batch, fresh };
    engine.accept(committed);
  }
  return engine.advance('all');
}

describe.skipIf(!existsSync(DATA))('real trails', () => {
  const lab = join(DATA, 'cloudtrail-invictus/CloudTrail');

  it('show the stolen credentials of a machine as an incident of their own, in very few', () => {
    const labels = LABELS.parse(JSON.parse(readFileSync(join(lab, '../labels.json'), 'utf8')));
    const { incidents } = scan([lab]);
    const theft = incidents.find((incident) =>
      incident.parts.some((part) => part.detector === 'workload-credentials-away-from-home'),
    );

    expect(incidents.length).toBeLessThanOrEqual(4);
    expect(theft?.credentials).toEqual([`aws:${labels.key_theft_case.stolen_access_key}`]);
    expect(theft?.severity).toBe('critical');
    expect(theft?.findings[0]?.at).toBe(Date.UTC(2023, 6, 10, 11, 57, 22));
  });

  it('show the same whatever the order of files', () => {
    const summary = (commit: DetectionCommit): unknown =>
      commit.incidents.map((incident) => [incident.id, incident.score, ...incident.credentials].join(' ')).toSorted();

    expect(summary(scan([lab], true))).toEqual(summary(scan([lab])));
  });

  it('show each attack that changes or takes something as one incident', () => {
    const logs = join(DATA, 'cloudtrail-stratus/logs');
    const quiet = ['execution', 'exfiltration.ec2-security-group', 'initial-access', 'lambda-layer'];
    const files = readdirSync(logs).filter((name) => !quiet.some((part) => name.includes(part)));
    const counts = files.map((name) => [name, scan([join(logs, name)]).incidents.length]);

    expect(counts).toEqual(files.map((name) => [name, 1]));
  });

  it('do not flood: single records of many actions are few incidents', () => {
    expect(scan([join(DATA, 'cloudtrail-traildiscover/log-examples.ndjson')]).incidents.length).toBeLessThanOrEqual(5);
  });
});
