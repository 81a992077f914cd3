import type { SimClock } from '../clock.ts';
import { type Seeded, seeded } from '../seeded.ts';
import { AuditJournal } from './audit/journal.ts';
import { Faults } from './faults.ts';
import { Limits } from './limits.ts';
import type { App, OauthApp, Org, Repo, SecretShelf, Token, User } from './model.ts';
import type { Settings } from './settings.ts';
import type { Delivery } from './webhooks.ts';

/** The whole simulated GitHub. */
export interface World {
  readonly clock: SimClock;
  /** Ids, tokens and secrets. */
  readonly random: Seeded;
  /** Delays, apart so that changing those does not change ids. */
  readonly weather: Seeded;
  settings: Settings;
  readonly orgs: Map<string, Org>;
  readonly users: Map<string, User>;
  /** By `owner/name`. */
  readonly repos: Map<string, Repo>;
  /** By their text. Dead ones stay. */
  readonly tokens: Map<string, Token>;
  readonly apps: Map<number, App>;
  readonly oauthApps: Map<string, OauthApp>;
  /** By their place: `actions/acme/web`, `environments/acme/web/production`. */
  readonly shelves: Map<string, SecretShelf>;
  readonly journal: AuditJournal;
  readonly deliveries: Delivery[];
  readonly limits: Limits;
  readonly faults: Faults;
  /** Where the server listens; links start with it. */
  url: string;
  /** The last id given out. */
  lastId: number;
}

export function makeWorld(clock: SimClock, seed: string, settings: Settings): World {
  const random = seeded(`github/${seed}`);
  return {
    clock,
    random: random.fork('ids'),
    weather: random.fork('weather'),
    settings,
    orgs: new Map(),
    users: new Map(),
    repos: new Map(),
    tokens: new Map(),
    apps: new Map(),
    oauthApps: new Map(),
    shelves: new Map(),
    journal: new AuditJournal(),
    deliveries: [],
    limits: new Limits(),
    faults: new Faults(),
    url: 'http://127.0.0.1',
    lastId: 1_000,
  };
}

export function nextId(world: World): number {
  world.lastId += 1 + world.random.int(9);
  return world.lastId;
}
