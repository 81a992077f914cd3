import type { SimClock } from '../clock.ts';
import { type Seeded, seeded } from '../seeded.ts';
import type { DigestKey } from './cloudtrail/digest-key.ts';
import { Journal } from './cloudtrail/journal.ts';
import type { Trail } from './cloudtrail/trail.ts';
import { Faults } from './faults.ts';
import type { Finding } from './guardduty.ts';
import type { HealthEvent } from './health.ts';
import type { Credential, Role, User } from './model.ts';
import type { PolicyDocument } from './policy-document.ts';
import type { Bucket } from './s3/bucket.ts';
import type { SimulatedSecret } from './secrets-manager/store.ts';
import type { Settings } from './settings.ts';
import type { Queue } from './sqs/queue.ts';

/** Everything that belongs to one account. */
export interface Account {
  readonly id: string;
  readonly name: string;
  readonly users: Map<string, User>;
  readonly roles: Map<string, Role>;
  /** Customer managed policies by ARN. */
  readonly policies: Map<string, PolicyDocument>;
  readonly trails: Map<string, Trail>;
  /** By region and name, `us-east-1/app/db`. */
  readonly secrets: Map<string, SimulatedSecret>;
  readonly parameters: Map<string, string>;
  /** By name. */
  readonly queues: Map<string, Queue>;
  readonly findings: Finding[];
  readonly healthEvents: HealthEvent[];
  /** Closed accounts stay in the organisation's list for a while. */
  closed?: boolean;
  /** When the credential report was last generated. */
  credentialReportAt?: number;
}

/** The whole simulated cloud. */
export interface World {
  readonly seed: string;
  readonly clock: SimClock;
  /** Ids, secrets and tokens. */
  readonly random: Seeded;
  /** Delays and order of delivery, apart so that changing those does not change ids. */
  readonly weather: Seeded;
  settings: Settings;
  readonly accounts: Map<string, Account>;
  /** Every key and session ever made, by key id. */
  readonly credentials: Map<string, Credential>;
  /** Bucket names are global. */
  readonly buckets: Map<string, Bucket>;
  readonly journal: Journal;
  /** Every trail ever made; deleted ones may still have records on the way. */
  readonly trails: Trail[];
  /** What signs the digests, by region. */
  readonly digestKeys: Map<string, DigestKey>;
  /** Times of the last accepted LookupEvents of each `account/region`. */
  readonly lookups: Map<string, number[]>;
  readonly faults: Faults;
  /** Where the server listens; queue URLs start with it. */
  url: string;
}

export function makeWorld(clock: SimClock, seed: string, settings: Settings): World {
  const random = seeded(seed);
  return {
    seed,
    clock,
    random: random.fork('ids'),
    weather: random.fork('weather'),
    settings,
    accounts: new Map(),
    credentials: new Map(),
    buckets: new Map(),
    journal: new Journal(),
    trails: [],
    digestKeys: new Map(),
    lookups: new Map(),
    faults: new Faults(),
    url: 'http://127.0.0.1',
  };
}

/** The account with this id, made when it is new. */
export function accountOf(world: World, id: string, name: string = `account-${id}`): Account {
  const known = world.accounts.get(id);
  if (known !== undefined) return known;
  const account: Account = {
    id,
    name,
    users: new Map(),
    roles: new Map(),
    policies: new Map(),
    trails: new Map(),
    secrets: new Map(),
    parameters: new Map(),
    queues: new Map(),
    findings: [],
    healthEvents: [],
  };
  world.accounts.set(id, account);
  return account;
}
