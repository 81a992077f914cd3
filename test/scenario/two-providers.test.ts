import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CONNECTORS } from '../../src/app/connectors.ts';
import { openDatabase } from '../../src/app/database.ts';
import { playDemo } from '../../src/cli/demo/play.ts';
import type { CliIo } from '../../src/cli/io.ts';
import type { Exposure } from '../../src/core/exposure.ts';
import type { Incident } from '../../src/core/incident.ts';
import type { Scene } from '../../src/simulate/scenes/scene.ts';
import { TWO_PROVIDERS_SCENE } from '../../src/simulate/scenes/two-providers.ts';
import { fakeSystem } from '../support/fake-system.ts';

interface Told {
  readonly incidents: readonly Incident[];
  readonly exposures: ReadonlyMap<string, readonly Exposure[]>;
  /** Everything that is stored about events, unpacked. */
  readonly records: string;
}

describe('a token that leaks at one provider and a key of another found with it', () => {
  let scene: Scene;
  let folder: string;
  let said: string;
  let isProven: boolean;

  beforeAll(async () => {
    scene = await TWO_PROVIDERS_SCENE.stage('test');
    said = '';
    const io: CliIo = {
      out: (text) => void (said += text),
      err: (text) => void (said += text),
      stdin: Readable.from([]),
      stdinIsTerminal: false,
      outIsTerminal: false,
      errIsTerminal: false,
      columns: 100,
      cwd: '/',
    };
    const around = { system: fakeSystem(), connectors: CONNECTORS, cwd: '/' };
    const result = await playDemo({ io, around, signal: new AbortController().signal }, scene);
    isProven = result.isProven;
    folder = result.folder;
  }, 180_000);

  afterAll(async () => {
    await scene.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function told(): Promise<Told> {
    const store = await openDatabase({ path: join(folder, 'demo.db'), cwd: '/', mustExist: true });
    try {
      const incidents = await store.incidents.list({ historical: false });
      const exposures = new Map<string, readonly Exposure[]>();
      for (const { credentials, id } of incidents) {
        const all = await Promise.all(credentials.map((credential) => store.credentials.exposures({ credential })));
        exposures.set(id, all.flat());
      }
      let records = '';
      for (let sequence = 1; sequence <= (await store.events.lastSequence()); sequence += 1) {
        const { batch } = await store.events.readBatch(sequence);
        for (const position of batch.position) records += (await store.events.rawRecord(sequence, position)) ?? '';
      }
      return { incidents, exposures, records };
    } finally {
      await store.close();
    }
  }

  it('becomes two incidents that lead to each other, the second one contained and proven', async () => {
    const { exposures, incidents } = await told();
    const github = incidents.find(({ provider }) => provider === 'github');
    const aws = incidents.find(({ provider }) => provider === 'aws');

    expect(isProven).toBe(true);
    expect(github).toMatchObject({ severity: 'critical', status: 'open' });
    expect(aws).toMatchObject({ severity: 'critical', status: 'verified' });
    // The token cloned the repository in which the key was found, from the address that then used the key.
    const evidence = (incident: Incident | undefined) =>
      (incident?.findings ?? []).flatMap((finding) => finding.evidence);
    const places = (exposures.get(aws?.id ?? '') ?? []).map(({ place }) => place);
    expect(places).toEqual(['acme/infra:terraform/ci.tfvars:3']);
    expect(evidence(github).map(({ address }) => address)).toContain('203.0.113.66');
    expect(evidence(aws).map(({ address }) => address)).toContain('203.0.113.66');
    expect(exposures.get(github?.id ?? '')).toEqual([
      expect.objectContaining({ place: 'acme/website:scripts/publish.sh:14', public: true, origin: 'secret-scanning' }),
    ]);
    expect(said).toContain('acme/infra:terraform/ci.tfvars:3');
    expect(said).toMatch(new RegExp(`It belongs together with ${github?.id ?? 'none'} \\(open\\)`));
    expect(said).toContain('both were used from 203.0.113.66, from which neither');
    expect(said).not.toContain('both were used from 198.51.100.24');
    expect(said).toMatch(
      new RegExp(
        `its key was found in acme/infra, where the credential of ${github?.id ?? 'none'} had been \\(git\\.clone`,
      ),
    );
  });

  it('notices the token within minutes of its use, and says that it was exposed before', async () => {
    const { incidents } = await told();
    const github = incidents.find(({ provider }) => provider === 'github');

    expect(github?.parts.map(({ detector }) => detector)).toEqual(
      expect.arrayContaining(['leaked-key-in-use', 'credential-exposed']),
    );
    expect((github?.openedAt ?? 0) - scene.attackAt).toBeLessThan(3 * 60_000);
  });

  it('leaves no secret in any byte that was written or said', async () => {
    const { records } = await told();
    const secrets = scene.secrets();
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const texts = files.map((file) => readFileSync(join(file.parentPath, file.name), 'latin1'));

    const found = secrets.filter((secret) => [said, records, ...texts].some((text) => text.includes(secret)));

    expect(secrets.some((secret) => secret.startsWith('ghp_'))).toBe(true);
    expect(secrets.some((secret) => secret.startsWith('github_pat_'))).toBe(true);
    expect(found).toEqual([]);
    expect(records).toContain('git.clone');
  });
});
