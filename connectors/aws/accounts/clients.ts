import { STSClient } from '@aws-sdk/client-sts';
import type { ConnectorContext } from '../../../src/core/connector.ts';
import type { Clock, Millis } from '../../../src/core/time.ts';
import { SECOND } from '../../../src/core/time.ts';
import type { AwsConfig } from '../config.ts';
import type { KeyProvider, RoleSession, SigningKey } from './credentials.ts';
import { assumedRole, ownCredentials } from './credentials.ts';

/** Where requests go and as whom. */
export interface AwsAccess {
  readonly credentials: KeyProvider | SigningKey;
  /** '' for AWS itself. */
  readonly endpoint: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** What every SDK client of ours is made with. */
export interface ClientOptions {
  readonly region: string;
  /** Retries belong to the engine's failure table; a hidden one has made two keys of one CreateAccessKey. */
  readonly maxAttempts: 1;
  readonly credentials: KeyProvider | SigningKey;
  readonly endpoint?: string;
  readonly customUserAgent: string;
  readonly requestHandler: {
    readonly connectionTimeout: number;
    readonly requestTimeout: number;
    /** Without it the SDK only logs that the time is up. */
    readonly throwOnRequestTimeout: true;
  };
}

/** Longer than this process may be busy, or a machine short of processors, with something else: that is no failure of AWS. */
const CONNECTION_LIMIT: Millis = 10 * SECOND;

/** As our own credentials, before any role is assumed. */
export function ownAccess(config: AwsConfig, context: ConnectorContext): AwsAccess {
  const credentials = ownCredentials(config, context);
  return { credentials, endpoint: config.endpoint, clock: context.clock, signal: context.signal };
}

export function clientOptions(access: AwsAccess, region: string): ClientOptions {
  return {
    region,
    maxAttempts: 1,
    credentials: access.credentials,
    ...(access.endpoint === '' ? {} : { endpoint: access.endpoint }),
    customUserAgent: 'keywatch',
    requestHandler: { connectionTimeout: CONNECTION_LIMIT, requestTimeout: 30 * SECOND, throwOnRequestTimeout: true },
  };
}

/**
 * The same, as a role. Nothing is called before the first request.
 * @param onSession is told the id of each session key that we get
 */
export function asRole(
  access: AwsAccess,
  region: string,
  role: RoleSession,
  onSession: (accessKeyId: string) => void = () => undefined,
): AwsAccess {
  const sts = (): STSClient => new STSClient(clientOptions(access, region));
  return { ...access, credentials: assumedRole(sts, role, access, onSession) };
}
