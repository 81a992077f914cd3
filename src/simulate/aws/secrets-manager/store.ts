import { randomTail } from '../ids.ts';
import type { World } from '../world.ts';

export interface SecretVersion {
  readonly id: string;
  readonly value: string;
  readonly createdAt: number;
}

/** Versions and labels: a label sits on exactly one version, a version may have many. */
export interface SimulatedSecret {
  readonly name: string;
  readonly arn: string;
  readonly description: string;
  readonly createdAt: number;
  changedAt: number;
  /** Oldest first. */
  readonly versions: SecretVersion[];
  /** label -> version id */
  readonly labels: Map<string, string>;
  readonly tags: ReadonlyMap<string, string>;
}

export interface NewSecret {
  readonly name: string;
  readonly value: string;
  readonly region?: string;
  readonly description?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly token?: string;
}

export function createSecret(world: World, account: string, source: NewSecret): SimulatedSecret {
  const region = source.region ?? 'us-east-1';
  const now = world.clock.now();
  const version = { id: source.token ?? world.random.uuid(), value: source.value, createdAt: now };
  const tail = randomTail(6, world.random);
  const secret: SimulatedSecret = {
    name: source.name,
    arn: `arn:aws:secretsmanager:${region}:${account}:secret:${source.name}-${tail}`,
    description: source.description ?? '',
    createdAt: now,
    changedAt: now,
    versions: [version],
    labels: new Map([['AWSCURRENT', version.id]]),
    tags: new Map(Object.entries(source.tags ?? {})),
  };
  world.accounts.get(account)?.secrets.set(`${region}/${source.name}`, secret);
  return secret;
}

/** Moves a label; the version that loses AWSCURRENT gets AWSPREVIOUS by itself (Secrets Manager user guide). */
export function moveLabel(secret: SimulatedSecret, label: string, versionId: string): void {
  const before = secret.labels.get(label);
  secret.labels.set(label, versionId);
  if (label === 'AWSCURRENT' && before !== undefined && before !== versionId) secret.labels.set('AWSPREVIOUS', before);
}

export function labelsOf(secret: SimulatedSecret, versionId: string): string[] {
  return [...secret.labels].filter(([, id]) => id === versionId).map(([label]) => label);
}
