import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Exposure } from '../../src/core/exposure.ts';
import type { Incident } from '../../src/core/incident.ts';
import { type PlayedStory, playedStory } from '../support/played-story.ts';

const MINUTE = 60_000;

describe('a token that leaks at one provider and a key of another found with it', () => {
  let played: PlayedStory;
  let incidents: readonly Incident[];

  beforeAll(async () => {
    played = await playedStory('two-providers');
    incidents = await played.read((store) => store.incidents.list({ historical: false }));
  }, 180_000);

  afterAll(() => played.close());

  function of(provider: string): Incident {
    const found = incidents.find((one) => one.provider === provider);
    if (found === undefined) throw new Error(`no incident of ${provider}`);
    return found;
  }

  function exposuresOf({ credentials }: Incident): Promise<readonly Exposure[]> {
    return played.read(async ({ credentials: store }) => {
      const all = await Promise.all(credentials.map((credential) => store.exposures({ credential })));
      return all.flat();
    });
  }

  it('becomes two incidents, each planned, contained and proven on the screen', () => {
    const { isProven, out } = played;
    const github = of('github');
    const aws = of('aws');

    expect(isProven).toBe(true);
    expect(github).toMatchObject({ severity: 'critical', status: 'verified' });
    expect(aws).toMatchObject({ severity: 'critical', status: 'verified' });
    for (const { id } of [github, aws]) {
      expect(out).toContain(`Plan contain-credential for ${id}`);
      expect(out).toContain(`Containment of ${id}: proven`);
    }
    expect(out).toMatch(/GitHub refuses token \S+ of\s+acme-release \(401\)/);
    expect(out).toMatch(/clones acme\/infra once more: refused/);
    expect(out).toMatch(/uses the leaked key: refused/);
  });

  it('says what ties them: where the key lay, and from where both were used', async () => {
    const told = played.out.replaceAll(/\s+/g, ' ');
    const github = of('github');
    const aws = of('aws');
    const addresses = (incident: Incident): readonly string[] =>
      incident.findings.flatMap(({ evidence }) => evidence.map(({ address }) => address));

    // The token cloned the repository in which the key was found, from the address that then used the key.
    expect((await exposuresOf(aws)).map(({ place }) => place)).toEqual(['acme/infra:terraform/ci.tfvars:3']);
    expect(await exposuresOf(github)).toEqual([
      expect.objectContaining({ place: 'acme/website:scripts/publish.sh:14', public: true, origin: 'secret-scanning' }),
    ]);
    expect(addresses(github)).toContain('203.0.113.66');
    expect(addresses(aws)).toContain('203.0.113.66');
    expect(told).toContain(`${aws.id} belongs together with ${github.id}`);
    expect(told).toMatch(
      new RegExp(`its key was found in acme/infra, where the credential of ${github.id} had been \\(git\\.clone`),
    );
    expect(told).toContain('both were used from 203.0.113.66, from which neither had been used before');
    expect(told).not.toContain('both were used from 198.51.100.24');
  });

  it('notices the token within minutes of its use, and says that it was exposed before', () => {
    const { openedAt, parts } = of('github');

    expect(parts.map(({ detector }) => detector)).toEqual(
      expect.arrayContaining(['leaked-key-in-use', 'credential-exposed']),
    );
    expect(openedAt - played.scene.attackAt).toBeLessThan(3 * MINUTE);
  });

  it('hands out secrets of both, none of which is written', async () => {
    const secrets = played.scene.secrets();
    const places = await played.everything();

    for (const prefix of ['ghp_', 'github_pat_']) expect(secrets.some((one) => one.startsWith(prefix))).toBe(true);
    const found = secrets.filter((secret) => [...places.values()].some((text) => text.includes(secret)));
    expect(found).toEqual([]);
    expect(places.get('kept records')).toContain('git.clone');
  });
});
