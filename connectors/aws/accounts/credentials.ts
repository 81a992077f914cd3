import type { STSClient } from '@aws-sdk/client-sts';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { fromIni, fromNodeProviderChain } from '@aws-sdk/credential-providers';
import type { ConnectorContext } from '../../../src/core/connector.ts';
import { AppError } from '../../../src/core/errors.ts';
import { Secret } from '../../../src/core/secret.ts';
import type { Clock, Millis } from '../../../src/core/time.ts';
import { HOUR, MINUTE } from '../../../src/core/time.ts';
import type { AwsConfig } from '../config.ts';
import { asking } from '../failures.ts';

/** What an SDK client signs with. */
export interface SigningKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

/** Asked before each request. */
export type KeyProvider = () => Promise<SigningKey>;

/**
 * A date long past makes the SDK ask again each time instead of keeping what it got until its own
 * clock, which is not ours, says that it has expired.
 */
const ASK_AGAIN = new Date(0);

/** Sessions are renewed this long before they end. */
const RENEW_BEFORE = 5 * MINUTE;
/** The longest that role chaining allows. */
const SESSION_SECONDS = HOUR / 1000;

/** Our own credentials, before any role is assumed. */
export function ownCredentials(config: AwsConfig, context: ConnectorContext): KeyProvider {
  const given = config.credentials;
  if (given === undefined) {
    return config.profile === '' ? fromNodeProviderChain() : fromIni({ profile: config.profile });
  }
  return async () => {
    const secret = await context.secret(given.secretAccessKey.reference);
    const token = given.sessionToken === undefined ? null : await context.secret(given.sessionToken.reference);
    return {
      accessKeyId: given.accessKeyId,
      secretAccessKey: secret.reveal(),
      ...(token === null ? {} : { sessionToken: token.reveal() }),
    };
  };
}

export interface RoleSession {
  readonly arn: string;
  /** '' where the trust policy asks for none. */
  readonly externalId: string;
  /** Stands in every record of what we do: says that it was us, and in a run, which. */
  readonly sessionName: string;
}

interface Held {
  readonly id: string;
  readonly secret: Secret;
  readonly token: Secret;
  readonly until: Millis;
}

/** Time, and when to stop. */
interface Surroundings {
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/**
 * Credentials of a role, renewed by our own clock. Concurrent askers share one request.
 * @param connect makes a client that lives for one request
 */
export function assumedRole(
  connect: () => STSClient,
  role: RoleSession,
  around: Surroundings,
  onSession: (accessKeyId: string) => void,
): KeyProvider {
  let held: Held | null = null;
  let pending: Promise<Held> | null = null;
  return async () => {
    if (held === null || held.until - RENEW_BEFORE <= around.clock.now()) {
      pending ??= assume(connect, role, around).finally(() => {
        pending = null;
      });
      held = await pending;
      onSession(held.id);
    }
    return {
      accessKeyId: held.id,
      secretAccessKey: held.secret.reveal(),
      sessionToken: held.token.reveal(),
      expiration: ASK_AGAIN,
    };
  };
}

async function assume(connect: () => STSClient, role: RoleSession, { clock, signal }: Surroundings): Promise<Held> {
  const sts = connect();
  const command = new AssumeRoleCommand({
    RoleArn: role.arn,
    RoleSessionName: role.sessionName,
    DurationSeconds: SESSION_SECONDS,
    ...(role.externalId === '' ? {} : { ExternalId: role.externalId }),
  });
  try {
    const answer = await asking(`assume ${role.arn}`, (options) => sts.send(command, options), signal);
    const { AccessKeyId: id, SecretAccessKey: secret, SessionToken: token, Expiration: end } = answer.Credentials ?? {};
    if (id === undefined || secret === undefined || token === undefined) throw withoutCredentials(role);
    return { id, secret: new Secret(secret), token: new Secret(token), until: end?.getTime() ?? clock.now() + HOUR };
  } finally {
    sts.destroy();
  }
}

function withoutCredentials(role: RoleSession): AppError {
  return new AppError(`assume ${role.arn}: the answer holds no credentials`, {
    code: 'AWS_PROVIDER_BUG',
    kind: 'provider-bug',
  });
}
