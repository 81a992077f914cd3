import { type JsonObject, numberAt, textAt } from '../../json.ts';
import { AwsFault } from '../fault.ts';
import type { Operation, Outcome, Scene } from '../operation.ts';
import { need } from '../params.ts';
import { parsePolicy } from '../policy-document.ts';
import { credentialsView, loggedCredentials } from './assume-role.ts';
import { mintSession } from './mint.ts';

/** 15 minutes to 36 hours, 12 hours by default (STS reference). */
function lifetime(params: JsonObject): number {
  const seconds = numberAt(params, 'DurationSeconds') ?? 43_200;
  if (seconds < 900 || seconds > 129_600) {
    throw new AwsFault('ValidationError', 'durationSeconds must be between 900 and 129600', 400, 'ValidationException');
  }
  return seconds;
}

/** Only long-term keys of users may ask. */
function owner(scene: Scene, action: string): string {
  const { credential, user } = scene.caller;
  if (credential.kind === 'long-term' && user !== undefined) return user.name;
  throw new AwsFault('AccessDenied', `Cannot call ${action} with session credentials`, 403);
}

function sessionTokenFor(params: JsonObject, scene: Scene): Outcome {
  const name = owner(scene, 'GetSessionToken');
  const session = mintSession(scene.world, {
    kind: 'user',
    account: scene.account.id,
    principal: name,
    name,
    parentKeyId: scene.caller.credential.id,
    region: scene.region,
    seconds: lifetime(params),
    mfa: textAt(params, 'TokenCode') !== undefined,
  });
  return {
    body: { Credentials: credentialsView(session) },
    log: { responseElements: { credentials: loggedCredentials(session) } },
  };
}

function federationTokenFor(params: JsonObject, scene: Scene): Outcome {
  const principal = owner(scene, 'GetFederationToken');
  const name = need(params, 'Name');
  const policy = textAt(params, 'Policy');
  const session = mintSession(scene.world, {
    kind: 'federated',
    account: scene.account.id,
    principal,
    name,
    parentKeyId: scene.caller.credential.id,
    region: scene.region,
    seconds: lifetime(params),
    policy: policy === undefined ? undefined : parsePolicy(policy),
  });
  const id = `${scene.account.id}:${name}`;
  const arn = `arn:aws:sts::${scene.account.id}:federated-user/${name}`;
  return {
    body: { Credentials: credentialsView(session), FederatedUser: { FederatedUserId: id, Arn: arn } },
    log: {
      responseElements: {
        credentials: loggedCredentials(session),
        federatedUser: { federatedUserId: id, arn },
      },
    },
  };
}

/** Needs no permission; logged as a write. */
export const getSessionToken: Operation = { readOnly: false, open: true, run: sessionTokenFor };

export const getFederationToken: Operation = {
  readOnly: false,
  target: (params, scene) => ({
    resource: `arn:aws:sts::${scene.account.id}:federated-user/${textAt(params, 'Name') ?? ''}`,
  }),
  run: federationTokenFor,
};
