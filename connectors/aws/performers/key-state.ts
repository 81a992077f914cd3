import { ListAccessKeysCommand, UpdateAccessKeyCommand } from '@aws-sdk/client-iam';
import type { Millis } from '../../../src/core/time.ts';
import { shortKey } from '../actions/arn.ts';
import { keyParams } from '../actions/key-target.ts';
import { call, callOrNull } from './call.ts';
import type { Hands } from './hands.ts';
import type { KeyStatus, KeySwitch } from './switch-key.ts';

export interface KeyState {
  readonly id: string;
  readonly status: 'Active' | 'Inactive';
  readonly createdAt: Millis;
}

/** The user's keys as IAM lists them (it may list the state of some seconds ago); null when the user is gone. */
export async function listKeys(hands: Hands, account: string, user: string): Promise<readonly KeyState[] | null> {
  const keys: KeyState[] = [];
  for (let marker: string | undefined; ; ) {
    const page = await callOrNull(`list the access keys of user ${user}`, () =>
      hands
        .iam(account)
        .send(new ListAccessKeysCommand({ UserName: user, ...(marker === undefined ? {} : { Marker: marker }) })),
    );
    if (page === null) return null;
    for (const key of page.AccessKeyMetadata ?? []) {
      const status = key.Status === 'Active' ? 'Active' : 'Inactive';
      keys.push({ id: key.AccessKeyId ?? '', status, createdAt: key.CreateDate?.getTime() ?? 0 });
    }
    if (page.IsTruncated !== true || page.Marker === undefined) return keys;
    marker = page.Marker;
  }
}

/** `Active`, `Inactive`, or `gone` when the key or its user does not exist. */
export async function keyStatus(hands: Hands, account: string, user: string, id: string): Promise<KeyStatus> {
  const keys = await listKeys(hands, account, user);
  return keys?.find((key) => key.id === id)?.status ?? 'gone';
}

/** Turns an access key on or off. At AWS, setting the state that it has already changes nothing. */
export function accessKeySwitch(hands: Hands): KeySwitch {
  return {
    name: (target) => shortKey(keyParams(target).id),
    status: (target) => {
      const { user, id } = keyParams(target);
      return keyStatus(hands, target.account, user, id);
    },
    set: async (target, status) => {
      const { user, id } = keyParams(target);
      const what = `${status === 'Active' ? 'activate' : 'deactivate'} access key ${shortKey(id)} of user ${user}`;
      const command = new UpdateAccessKeyCommand({ UserName: user, AccessKeyId: id, Status: status });
      await call(what, () => hands.iam(target.account).send(command));
    },
  };
}
