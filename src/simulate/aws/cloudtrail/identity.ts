import type { JsonObject } from '../../json.ts';
import { isoSeconds } from '../dates.ts';
import type { Caller, Session } from '../model.ts';

/** `userIdentity` of a caller (CloudTrail user guide, "CloudTrail userIdentity element"). */
export function userIdentity(caller: Caller): JsonObject {
  const { credential } = caller;
  if (credential.kind === 'long-term') return longTermIdentity(caller);
  const common = {
    principalId: caller.principalId,
    arn: caller.arn,
    accountId: caller.account,
    accessKeyId: credential.id,
  };
  switch (credential.kind) {
    case 'role':
      return { type: 'AssumedRole', ...common, sessionContext: roleSession(caller, credential) };
    case 'federated':
      return { type: 'FederatedUser', ...common, sessionContext: federatedSession(caller, credential) };
    case 'user':
      return {
        type: 'IAMUser',
        ...common,
        userName: credential.principal,
        // An empty issuer is what tells a GetSessionToken or console session from a long-term key.
        sessionContext: { sessionIssuer: {}, webIdFederationData: {}, attributes: attributes(credential) },
      };
  }
}

function longTermIdentity(caller: Caller): JsonObject {
  const { user, account, credential } = caller;
  if (user === undefined) {
    return { type: 'Root', principalId: account, arn: caller.arn, accountId: account, accessKeyId: credential.id };
  }
  return {
    type: 'IAMUser',
    principalId: user.id,
    arn: user.arn,
    accountId: account,
    accessKeyId: credential.id,
    userName: user.name,
  };
}

function roleSession(caller: Caller, session: Session): JsonObject {
  const issuer = {
    type: 'Role',
    principalId: caller.principalId.split(':')[0],
    arn: caller.role?.arn ?? `arn:aws:iam::${caller.account}:role/${session.principal}`,
    accountId: caller.account,
    userName: session.principal,
  };
  const source = session.sourceIdentity === undefined ? {} : { sourceIdentity: session.sourceIdentity };
  return { sessionIssuer: issuer, webIdFederationData: {}, ...source, attributes: attributes(session) };
}

function federatedSession(caller: Caller, session: Session): JsonObject {
  const issuer = {
    type: 'IAMUser',
    principalId: caller.user?.id ?? caller.account,
    arn: caller.user?.arn ?? `arn:aws:iam::${caller.account}:user/${session.principal}`,
    accountId: caller.account,
    userName: session.principal,
  };
  return { sessionIssuer: issuer, webIdFederationData: {}, attributes: attributes(session) };
}

function attributes(session: Session): JsonObject {
  return { creationDate: isoSeconds(session.issuedAt), mfaAuthenticated: String(session.mfa) };
}
