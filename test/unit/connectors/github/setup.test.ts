import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DELIVERY_NEEDS, READING_NEEDS } from '../../../../connectors/github/checks/part-needs.ts';
import { GITHUB } from '../../../../connectors/github/index.ts';
import { GITHUB_SETUP } from '../../../../connectors/github/setup.ts';

const README = readFileSync(new URL('../../../../connectors/github/README.md', import.meta.url), 'utf8');

/** `name: level` of every permission in a manifest. */
function granted(name: string): readonly string[] {
  const grant = GITHUB_SETUP.grants.find((one) => one.name === name);
  if (grant === undefined) throw new Error(`no grant ${name}`);
  const { default_permissions: permissions } = JSON.parse(grant.document) as {
    readonly default_permissions: Readonly<Record<string, string>>;
  };
  return Object.entries(permissions).map(([permission, level]) => `${permission}: ${level}`);
}

/** An action may say behind a permission what it is for. */
const bare = (need: string): string => need.replace(/ \(.*$/s, '');

describe('the apps that GitHub is asked to make', () => {
  it('read what some part of reading needs, and nothing else', () => {
    const needed = new Set(Object.values(READING_NEEDS).flatMap(({ needs }) => needs));
    expect(granted('keywatch-read').toSorted()).toEqual([...needed].toSorted());
    expect(granted('keywatch-read').filter((one) => !one.endsWith(': read'))).toEqual([]);
  });

  it('may do whatever an action or the delivery of a key needs', () => {
    const permissions = granted('keywatch-respond');
    const needed = [
      ...GITHUB.actions.flatMap(({ needs }) => needs.map(bare)),
      ...DELIVERY_NEEDS.flatMap(({ needs }) => needs),
    ];
    const missing = needed
      .filter((need) => /^[a-z_]+: (read|write)$/.test(need))
      // Who may write may read.
      .filter((need) => !permissions.includes(need) && !permissions.includes(need.replace(/read$/, 'write')));
    expect(missing).toEqual([]);
    expect(needed.filter((need) => need.endsWith(': write')).length).toBeGreaterThan(8);
  });

  it('may do nothing that no action and no delivery needs', () => {
    const needed = new Set([
      ...GITHUB.actions.flatMap(({ needs }) => needs.map(bare)),
      ...DELIVERY_NEEDS.flatMap(({ needs }) => needs),
      // Finding the alert of a leak, and closing it by hand afterwards.
      'secret_scanning_alerts: write',
      'metadata: read',
    ]);
    expect(granted('keywatch-respond').filter((one) => !needed.has(one))).toEqual([]);
  });
});

describe('the README', () => {
  it('names every permission of the reading app', () => {
    for (const { needs } of Object.values(READING_NEEDS))
      for (const need of needs) expect(README, need).toContain(`\`${need}\``);
  });
});
