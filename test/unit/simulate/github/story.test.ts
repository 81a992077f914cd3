import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../../../src/simulate/clock.ts';
import { GithubWorld } from '../../../../src/simulate/github/github-world.ts';
import { type GithubPlay, stageGithubStory } from '../../../../src/simulate/stories/github-player.ts';
import { tokenLeak } from '../../../../src/simulate/stories/two-providers.ts';

const MINUTE = 60_000;

function staged(seed: string): {
  readonly github: GithubWorld;
  readonly clock: ManualClock;
  readonly play: GithubPlay;
} {
  const clock = new ManualClock('2026-11-01T03:12:00Z');
  const github = new GithubWorld({ clock, seed });
  github.createOrg({ login: tokenLeak.org });
  return { github, clock, play: stageGithubStory(github, clock, tokenLeak, { 'pipeline key': 'made at run time' }) };
}

describe('the story of a token that leaks', () => {
  it('is ordinary for three weeks: two tokens, each from its own network', () => {
    const { clock, github, play } = staged('a');
    clock.advanceTo(play.attackAt - 1);

    const addresses = new Map(github.journal.events().map((event) => [event['actor'], event['actor_ip']]));

    expect(play.played).toEqual([]);
    expect(addresses.get('acme-release')).toBe('198.51.100.24');
    expect(addresses.get('anna')).toBe('192.0.2.40');
    expect(github.journal.events('git.push').length).toBeGreaterThan(200);
  });

  it('has the token in a stranger’s hands within two minutes of the leak, and every private repository cloned', () => {
    const { clock, github, play } = staged('a');
    clock.advanceTo(play.attackAt + 3 * MINUTE);

    const [leaked] = github.journal.events('secret_scanning_alert.create');
    const clones = github.journal.events('git.clone');

    expect(leaked).toMatchObject({ repo: 'acme/website', publicly_leaked: true });
    expect(Number(clones[0]?.['@timestamp']) - Number(leaked?.['@timestamp'])).toBeLessThan(2 * MINUTE);
    expect(new Set(clones.map((event) => event['repo'])).size).toBe(tokenLeak.repos.length - 1);
    expect(clones.every((event) => event['actor_ip'] === '203.0.113.66')).toBe(true);
  });

  it('ends for the thief when the token is revoked', () => {
    const { clock, github, play } = staged('a');
    clock.advanceTo(play.attackAt + 20 * MINUTE);
    play.token('release').deadFrom = clock.now();
    const before = github.journal.events('git.clone').length;

    clock.advance(30 * MINUTE);

    expect(github.journal.events('git.clone')).toHaveLength(before);
    expect(play.played.at(-1)?.isTaken).toBe(false);
  });

  it('is the same for the same seed', () => {
    const [one, two, three] = ['a', 'a', 'b'].map((seed) => {
      const { clock, github, play } = staged(seed);
      clock.advanceTo(play.attackAt + 10 * MINUTE);
      return JSON.stringify(github.journal.events());
    });

    expect(one).toBe(two);
    expect(one).not.toBe(three);
  });
});
