import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildIncidentReport } from '../../../../src/app/incidents/report.ts';
import { readConfig } from '../../../../src/app/setup/read-config.ts';
import type { Surroundings } from '../../../../src/app/surroundings.ts';
import { rememberGap, rememberSources } from '../../../../src/app/watch/known-sources.ts';
import type { Source } from '../../../../src/core/connector.ts';
import { DAY, HOUR, MINUTE } from '../../../../src/core/time.ts';
import type { IncidentReport } from '../../../../src/report/incident-report.ts';
import { ACCOUNT, BATCH_EPOCH } from '../../../support/batches.ts';
import { fakeSystem } from '../../../support/fake-system.ts';
import { makeCommit, makeIncident } from '../../../support/findings.ts';
import { useStores } from '../../../support/stores.ts';
import { useTempFolders } from '../../../support/temp-folder.ts';

const stores = useStores();
const folders = useTempFolders();
const INCIDENT = makeIncident({ id: 'inc-00000001' });

const source = (id: string, provider: string, account: string): Source => ({
  id,
  title: `Log ${id}`,
  provider,
  account,
  lag: 0,
  retention: null,
  every: MINUTE,
  budget: { name: id, minInterval: 0 },
  blindSpots: [],
  poll: () => Promise.reject(new Error('not polled here')),
});

const BEFORE = { from: BATCH_EPOCH - 2 * HOUR, to: BATCH_EPOCH - HOUR, reason: 'forgotten' };
const SINCE = { from: BATCH_EPOCH + HOUR, to: BATCH_EPOCH + 2 * HOUR, reason: 'forgotten' };

async function reportIn(cwd: string): Promise<IncidentReport> {
  const around: Surroundings = { system: fakeSystem(), connectors: {}, cwd };
  const { config, hash } = await readConfig(undefined, around);
  const store = await stores();
  await store.detection.commit(makeCommit({ incidents: [INCIDENT] }));
  const sources = [source('own', 'acme', ACCOUNT), source('all', 'acme', ''), source('away', 'acme', 'elsewhere')];
  await rememberSources(store, [...sources, source('other', 'other', ACCOUNT)], DAY, BATCH_EPOCH);
  for (const id of ['own', 'all', 'away', 'other']) {
    await rememberGap(store, id, BEFORE);
    await rememberGap(store, id, SINCE);
  }
  return buildIncidentReport({ incident: INCIDENT, store, config, configHash: hash, around });
}

describe('the report of an incident', () => {
  it('names the configuration by the hash of its text, and by nothing where there is none', async () => {
    const folder = folders();
    expect((await reportIn(folder)).configHash).toBe('');

    const text = 'log: { level: debug }\n# a remark\n';
    writeFileSync(join(folder, 'keywatch.yaml'), text);

    expect((await reportIn(folder)).configHash).toBe(createHash('sha256').update(text).digest('hex'));
  });

  it('shows since when its own sources were blind while it went on', async () => {
    const { blindSpans, coverage } = await reportIn(folders());

    expect(blindSpans).toEqual([
      { title: 'Log own', ...SINCE },
      { title: 'Log all', ...SINCE },
    ]);
    expect(coverage.notVisible).toHaveLength(8);
  });
});
