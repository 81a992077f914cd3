import type { JsonObject } from '../json.ts';
import {
  type InAccount,
  type InProcessCall,
  type InProcessReply,
  policySet,
  type RoleInput,
  trustPolicy,
  type UserInput,
} from './cloud-input.ts';
import { createTrail, type NewTrail } from './cloudtrail/create-trail.ts';
import type { Journal } from './cloudtrail/journal.ts';
import { type LoadOptions, loadRecords } from './cloudtrail/load-records.ts';
import type { CloudTrailRecord } from './cloudtrail/record.ts';
import type { Trail } from './cloudtrail/trail.ts';
import type { Faults } from './faults.ts';
import { type Finding, keyFinding, type NewFinding } from './guardduty.ts';
import { type HealthEvent, type NewHealthEvent, riskEvent } from './health.ts';
import { createKey, createRole, createUser } from './iam/create.ts';
import { quarantine } from './iam/quarantine.ts';
import type { AccessKey, Credential, Role, Session, User } from './model.ts';
import { playCall } from './play-call.ts';
import { parsePolicy } from './policy-document.ts';
import { type Bucket, createBucket, type NewBucket } from './s3/bucket.ts';
import { deliverDue } from './s3/deliver.ts';
import { createSecret, type NewSecret, type SimulatedSecret } from './secrets-manager/store.ts';
import type { SimulatedAwsOptions } from './server.ts';
import { changedSettings, promptSettings, realSettings, type Settings, type SettingsChange } from './settings.ts';
import { createQueue, type NewQueue, type Queue, queueUrl } from './sqs/queue.ts';
import { type ServiceSession, sessionForService } from './sts/service-session.ts';
import { type Account, accountOf, makeWorld, type World } from './world.ts';

/** A simulated cloud seen from inside: make things in it, play calls, read what happened, make it misbehave. */
export class AwsCloud {
  readonly world: World;
  /** The account that everything goes into unless another is named. */
  readonly account: string;

  constructor(options: SimulatedAwsOptions) {
    const base = options.timing === 'prompt' ? promptSettings() : realSettings();
    this.account = options.account ?? '111122223333';
    this.world = makeWorld(options.clock, options.seed, changedSettings(base, options.settings ?? {}));
    accountOf(this.world, this.account);
  }

  get journal(): Journal {
    return this.world.journal;
  }

  get faults(): Faults {
    return this.world.faults;
  }

  get settings(): Settings {
    return this.world.settings;
  }

  /** Changes delays, shares and limits from now on. */
  configure(change: SettingsChange): void {
    this.world.settings = changedSettings(this.world.settings, change);
  }

  /** One request, as if it had come over the wire. Faults that need a wire do not apply. */
  call(call: InProcessCall): InProcessReply {
    return playCall(this.world, call);
  }

  /** The state of an account, made when it is new. */
  in(account: string = this.account, name?: string): Account {
    return accountOf(this.world, account, name);
  }

  user(name: string, account?: string): User {
    const user = this.in(account).users.get(name);
    if (user === undefined) throw new Error(`no simulated user ${name}`);
    return user;
  }

  createUser(input: UserInput): User {
    return createUser(this.world, this.in(input.account), { ...input, policies: policySet(input) });
  }

  /** A key that works at once. */
  createKey(userName: string, account?: string): AccessKey {
    return createKey(this.world, this.in(account), this.user(userName, account), this.world.clock.now());
  }

  createRootKey(account?: string): AccessKey {
    return createKey(this.world, this.in(account), undefined, this.world.clock.now());
  }

  createRole(input: RoleInput): Role {
    const trust = parsePolicy(trustPolicy(input));
    return createRole(this.world, this.in(input.account), { ...input, trust, policies: policySet(input) });
  }

  createSecret(input: NewSecret & InAccount): SimulatedSecret {
    return createSecret(this.world, this.in(input.account).id, input);
  }

  setParameter(name: string, value: string, account?: string): void {
    this.in(account).parameters.set(name, value);
  }

  createBucket(input: Omit<NewBucket, 'account'> & InAccount): Bucket {
    return createBucket(this.world, { ...input, account: this.in(input.account).id });
  }

  /** A trail that logs from now on; its bucket must exist to be written to. */
  createTrail(input: NewTrail & InAccount): Trail {
    const trail = createTrail(this.world, this.in(input.account).id, input);
    trail.logging = true;
    trail.startedAt = this.world.clock.now();
    return trail;
  }

  createQueue(input: NewQueue & InAccount): Queue & { readonly url: string } {
    const queue = createQueue(this.world, this.in(input.account).id, input);
    return Object.assign(queue, { url: queueUrl(this.world, queue) });
  }

  addFinding(input: NewFinding & InAccount): Finding {
    const account = this.in(input.account);
    const finding = keyFinding(account.id, this.world.clock.now(), input);
    account.findings.push(finding);
    return finding;
  }

  addHealthEvent(input: NewHealthEvent & InAccount): HealthEvent {
    const account = this.in(input.account);
    const event = riskEvent(this.world.random.uuid(), this.world.clock.now(), input);
    account.healthEvents.push(event);
    return event;
  }

  /** AWS itself attaches its quarantine policy to the key's user. */
  quarantine(key: AccessKey, policyName: string = 'AWSCompromisedKeyQuarantineV3'): void {
    quarantine(this.world, this.user(key.userName ?? '', key.account), key, policyName);
  }

  /** A service, such as EC2 for an instance, assumes the role. */
  sessionForService(input: ServiceSession): Session {
    return sessionForService(this.world, input);
  }

  credential(keyId: string): Credential | undefined {
    return this.world.credentials.get(keyId);
  }

  /** Adds records made elsewhere to the journal; tells how many it took. */
  loadRecords(records: readonly JsonObject[], options?: LoadOptions): number {
    return loadRecords(this.world, records, options);
  }

  /** Writes log files that are due by now; requests over the wire do so by themselves. */
  settle(): void {
    deliverDue(this.world);
  }

  /** Tells of every change that IAM accepted, at the moment it is made: an intruder who watches acts on it. */
  onIamChange(listener: (record: CloudTrailRecord) => void): void {
    this.journal.onEntry(({ record }) => {
      const isChange = record['eventSource'] === 'iam.amazonaws.com' && record['readOnly'] === false;
      if (isChange && record['errorCode'] === undefined) listener(record);
    });
  }
}
