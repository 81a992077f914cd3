import { ListServiceSpecificCredentialsCommand, UpdateServiceSpecificCredentialCommand } from '@aws-sdk/client-iam';
import type { ActionTarget } from '../../../src/core/action.ts';
import { shortKey } from '../actions/arn.ts';
import { serviceCredentialParams } from '../actions/service-credential.ts';
import { call, callOrNull } from './call.ts';
import type { Hands } from './hands.ts';
import type { KeyStatus, KeySwitch } from './switch-key.ts';

/** `Active`, `Inactive`, or `gone` when the credential or its user does not exist. One that has expired is as good as gone. */
export async function serviceCredentialStatus(hands: Hands, target: ActionTarget): Promise<KeyStatus> {
  const { user, id } = serviceCredentialParams(target);
  for (let marker: string | undefined; ; ) {
    const page = await callOrNull(`list the service credentials of user ${user}`, () =>
      hands.iam(target.account).send(
        new ListServiceSpecificCredentialsCommand({
          UserName: user,
          ...(marker === undefined ? {} : { Marker: marker }),
        }),
      ),
    );
    const found = page?.ServiceSpecificCredentials?.find((one) => one.ServiceSpecificCredentialId === id);
    if (found !== undefined) return found.Status === 'Active' || found.Status === 'Inactive' ? found.Status : 'gone';
    if (page?.IsTruncated !== true || page.Marker === undefined) return 'gone';
    marker = page.Marker;
  }
}

/** Turns a service credential on or off. */
export function serviceCredentialSwitch(hands: Hands): KeySwitch {
  return {
    name: (target) => shortKey(serviceCredentialParams(target).id),
    status: (target) => serviceCredentialStatus(hands, target),
    set: async (target, status) => {
      const { user: UserName, id: ServiceSpecificCredentialId } = serviceCredentialParams(target);
      const command = new UpdateServiceSpecificCredentialCommand({
        UserName,
        ServiceSpecificCredentialId,
        Status: status,
      });
      await call(`${status === 'Active' ? 'activate' : 'deactivate'} ${target.label}`, () =>
        hands.iam(target.account).send(command),
      );
    },
  };
}
