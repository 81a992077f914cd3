import type { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import type { IAMClient } from '@aws-sdk/client-iam';
import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { STSClient } from '@aws-sdk/client-sts';
import type { Secret } from '../../../src/core/secret.ts';
import type { Clock } from '../../../src/core/time.ts';

/** A long-lived key whose secret we hold for the moment: to try whether AWS takes it. */
export interface KeyPair {
  readonly accessKeyId: string;
  readonly secretAccessKey: Secret;
}

/** What the actions of one run act with. Clients make a single attempt and time out. */
export interface Hands {
  readonly clock: Clock;
  /** Our role session name; carries the run id, so that our own calls are told from an intruder's. */
  readonly sessionName: string;
  /** Region where the events of global services land. */
  readonly home: string;
  /** Regions of an account that we know of, the home region first. */
  regionsOf(account: string): Promise<readonly string[]>;
  iam(account: string): IAMClient;
  cloudTrail(account: string, region: string): CloudTrailClient;
  secretsManager(account: string, region: string): SecretsManagerClient;
  /** Signs with the key under test instead of our own. */
  stsAs(key: KeyPair): STSClient;
  iamAs(key: KeyPair): IAMClient;
  /** Resolves a secret reference. @throws AppError kind `config` */
  secret(reference: string): Promise<Secret>;
}
