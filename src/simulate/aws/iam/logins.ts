import { type JsonObject, textAt } from '../../json.ts';
import { isoSeconds } from '../dates.ts';
import { iamFault, noSuchEntity } from '../fault.ts';
import { secretAccessKey, uniqueId } from '../ids.ts';
import type { ServiceSpecificCredential, User } from '../model.ts';
import type { Operations, Outcome, Scene } from '../operation.ts';
import { need } from '../params.ts';
import { userIn, userTarget } from './principals.ts';

/** The other ways in: console password, MFA devices, service-specific credentials. */

function profileView(user: User): JsonObject {
  if (user.loginProfile === undefined) {
    throw noSuchEntity(`Login Profile for User ${user.name} cannot be found.`);
  }
  return {
    UserName: user.name,
    CreateDate: isoSeconds(user.loginProfile.createdAt),
    PasswordResetRequired: String(user.loginProfile.passwordResetRequired),
  };
}

function createProfile(params: JsonObject, scene: Scene): Outcome {
  const user = userIn(params, scene);
  if (user.loginProfile !== undefined) {
    throw iamFault('EntityAlreadyExists', `Login Profile for user ${user.name} already exists.`, 409);
  }
  const passwordResetRequired = String(params['PasswordResetRequired']) === 'true';
  user.loginProfile = { createdAt: scene.now, passwordResetRequired };
  return { body: { LoginProfile: profileView(user) } };
}

function deleteProfile(params: JsonObject, scene: Scene): Outcome {
  const user = userIn(params, scene);
  profileView(user);
  user.loginProfile = undefined;
  return { body: {} };
}

function credentialView(user: User, credential: ServiceSpecificCredential): JsonObject {
  return {
    UserName: user.name,
    Status: credential.status,
    ServiceUserName: `${user.name}-at-${scopeOf(user)}`,
    CreateDate: isoSeconds(credential.createdAt),
    ServiceSpecificCredentialId: credential.id,
    ServiceName: credential.serviceName,
  };
}

/** The only call that ever shows the secret. */
function makeCredential(params: JsonObject, scene: Scene): Outcome {
  const user = userIn(params, scene);
  const made: ServiceSpecificCredential = {
    id: uniqueId('ACCA', scene.account.id, scene.world.random),
    serviceName: need(params, 'ServiceName'),
    createdAt: scene.now,
    status: 'Active',
  };
  user.serviceCredentials.push(made);
  const ServicePassword = secretAccessKey(scene.world.random);
  return { body: { ServiceSpecificCredential: { ...credentialView(user, made), ServicePassword } } };
}

function scopeOf(user: User): string {
  return user.arn.split(':')[4] ?? '';
}

function listCredentials(params: JsonObject, scene: Scene): Outcome {
  const user = userIn(params, scene);
  const service = textAt(params, 'ServiceName');
  const list = user.serviceCredentials.filter((one) => (service ?? one.serviceName) === one.serviceName);
  return { body: { ServiceSpecificCredentials: list.map((one) => credentialView(user, one)) } };
}

function credentialIndex(params: JsonObject, user: User): number {
  const id = need(params, 'ServiceSpecificCredentialId');
  const index = user.serviceCredentials.findIndex((one) => one.id === id);
  if (index < 0) throw noSuchEntity(`The service specific credential ${id} cannot be found.`);
  return index;
}

function updateCredential(params: JsonObject, scene: Scene): Outcome {
  const user = userIn(params, scene);
  const index = credentialIndex(params, user);
  const old = user.serviceCredentials[index];
  const status = need(params, 'Status') === 'Active' ? 'Active' : 'Inactive';
  if (old !== undefined) user.serviceCredentials[index] = { ...old, status };
  return { body: {} };
}

function deleteCredential(params: JsonObject, scene: Scene): Outcome {
  const user = userIn(params, scene);
  user.serviceCredentials.splice(credentialIndex(params, user), 1);
  return { body: {} };
}

function listMfa(params: JsonObject, scene: Scene): Outcome {
  const user = userIn(params, scene);
  const devices = user.mfaSerials.map((SerialNumber) => ({
    UserName: user.name,
    SerialNumber,
    EnableDate: isoSeconds(user.createdAt),
  }));
  return { body: { MFADevices: devices, IsTruncated: 'false' } };
}

export const loginOperations: Operations = {
  CreateLoginProfile: { readOnly: false, target: userTarget, run: createProfile },
  GetLoginProfile: {
    readOnly: true,
    target: userTarget,
    run: (params, scene) => ({ body: { LoginProfile: profileView(userIn(params, scene)) } }),
  },
  DeleteLoginProfile: { readOnly: false, target: userTarget, run: deleteProfile },
  ListMFADevices: { readOnly: true, target: userTarget, run: listMfa },
  CreateServiceSpecificCredential: { readOnly: false, target: userTarget, run: makeCredential },
  ListServiceSpecificCredentials: { readOnly: true, target: userTarget, run: listCredentials },
  UpdateServiceSpecificCredential: { readOnly: false, target: userTarget, run: updateCredential },
  DeleteServiceSpecificCredential: { readOnly: false, target: userTarget, run: deleteCredential },
};
