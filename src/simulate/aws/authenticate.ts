import { AwsFault } from './fault.ts';
import type { Caller, Credential, Session } from './model.ts';
import { serviceFacts } from './services.ts';
import { accountOf, type World } from './world.ts';

/**
 * The caller behind a key id and, for temporary keys, the session token. Throws what AWS answers to unknown, deleted,
 * inactive, not yet known and expired credentials; such requests leave no trace in any log (S3 user guide, "Logging
 * options": CloudTrail does not deliver logs for requests that fail authentication).
 */
export function authenticate(world: World, service: string, keyId: string, token: string | undefined): Caller {
  const credential = world.credentials.get(keyId);
  if (credential === undefined) throw unknownKey(service);
  const now = world.clock.now();
  if (credential.kind === 'long-term') {
    if (credential.state.at(now) !== 'Active') throw unknownKey(service);
  } else {
    if (credential.token !== token) throw unknownToken(service);
    if (credential.expiresAt <= now) throw expired(service);
  }
  return callerOf(world, credential);
}

/** Who a credential belongs to. Principals that were deleted since have no policies left, so may do nothing. */
export function callerOf(world: World, credential: Credential): Caller {
  const account = accountOf(world, credential.account);
  if (credential.kind === 'long-term') {
    const user = credential.userName === undefined ? undefined : account.users.get(credential.userName);
    if (user !== undefined) {
      return { credential, account: account.id, arn: user.arn, principalId: user.id, user };
    }
    return { credential, account: account.id, arn: `arn:aws:iam::${account.id}:root`, principalId: account.id };
  }
  return sessionCaller(world, credential);
}

function sessionCaller(world: World, session: Session): Caller {
  const account = accountOf(world, session.account);
  const common = { credential: session, account: account.id };
  if (session.kind === 'role') {
    const role = account.roles.get(session.principal);
    return {
      ...common,
      arn: `arn:aws:sts::${account.id}:assumed-role/${session.principal}/${session.name}`,
      principalId: `${role?.id ?? 'AROA'}:${session.name}`,
      ...(role === undefined ? {} : { role }),
    };
  }
  const user = account.users.get(session.principal);
  const owner = user === undefined ? {} : { user };
  if (session.kind === 'federated') {
    const arn = `arn:aws:sts::${account.id}:federated-user/${session.name}`;
    return { ...common, arn, principalId: `${account.id}:${session.name}`, ...owner };
  }
  const arn = user?.arn ?? `arn:aws:iam::${account.id}:user/${session.principal}`;
  return { ...common, arn, principalId: user?.id ?? account.id, ...owner };
}

/** The key is unknown, deleted or inactive: AWS does not say which. */
export function unknownKey(service: string): AwsFault {
  if (serviceFacts(service).protocol === 's3') {
    return new AwsFault('InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist in our records.', 403);
  }
  return invalidToken(service);
}

function unknownToken(service: string): AwsFault {
  if (serviceFacts(service).protocol !== 's3') return invalidToken(service);
  return new AwsFault('InvalidToken', 'The provided token is malformed or otherwise invalid.', 400);
}

function invalidToken(service: string): AwsFault {
  const message = 'The security token included in the request is invalid.';
  switch (serviceFacts(service).protocol) {
    case 'json':
      return new AwsFault('UnrecognizedClientException', message, 400);
    case 'rest-json':
      return new AwsFault('UnrecognizedClientException', message, 403);
    case 'query':
    case 's3':
      return new AwsFault('InvalidClientTokenId', message, 403);
  }
}

function expired(service: string): AwsFault {
  const message = 'The security token included in the request is expired';
  switch (serviceFacts(service).protocol) {
    case 'json':
      return new AwsFault('ExpiredTokenException', message, 400);
    case 'rest-json':
      return new AwsFault('ExpiredTokenException', message, 403);
    case 's3':
      return new AwsFault('ExpiredToken', 'The provided token has expired.', 400);
    case 'query':
      return new AwsFault('ExpiredToken', message, 403);
  }
}

/** The signature does not fit the secret. */
export function badSignature(service: string): AwsFault {
  const message =
    'The request signature we calculated does not match the signature you provided. ' +
    'Check your AWS Secret Access Key and signing method.';
  const protocol = serviceFacts(service).protocol;
  if (protocol === 'json' || protocol === 'rest-json') return new AwsFault('InvalidSignatureException', message, 403);
  return new AwsFault('SignatureDoesNotMatch', message, 403);
}
