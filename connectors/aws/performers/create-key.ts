import { CreateAccessKeyCommand, DeleteAccessKeyCommand } from '@aws-sdk/client-iam';
import type { ActionPerformer, ActionTarget } from '../../../src/core/action.ts';
import { Secret } from '../../../src/core/secret.ts';
import { shortKey } from '../actions/arn.ts';
import { keyParams } from '../actions/key-target.ts';
import { call, callOrNull } from './call.ts';
import { createdHere } from './created-here.ts';
import type { Hands } from './hands.ts';
import { listKeys } from './key-state.ts';
import { tryNewKey } from './try-key.ts';

/** CreateAccessKey has no idempotency token: it is called once, and a lost answer is looked up. */
export function createKeyPerformer(hands: Hands): ActionPerformer {
  return {
    risk: 'reversible',
    prepare: async (target) => {
      const keys = (await listKeys(hands, target.account, keyParams(target).user)) ?? [];
      return { keys: keys.map((key) => key.id).join(' '), since: String(hands.clock.now()) };
    },
    apply: async (target) => {
      const { user } = keyParams(target);
      const made = await call(`create an access key for user ${user}`, () =>
        hands.iam(target.account).send(new CreateAccessKeyCommand({ UserName: user })),
      );
      const id = made.AccessKey?.AccessKeyId ?? '';
      const secret = new Secret(made.AccessKey?.SecretAccessKey ?? '');
      return {
        at: hands.clock.now(),
        fields: issuedFields(id, user),
        secrets: { AccessKeyId: new Secret(id), SecretAccessKey: secret },
      };
    },
    reconcile: async (target, _key, before) => {
      const { user } = keyParams(target);
      const known = new Set((before['keys'] ?? '').split(' '));
      const since = Number(before['since']);
      const appeared = ((await listKeys(hands, target.account, user)) ?? []).filter((key) => !known.has(key.id));
      const ours: string[] = [];
      for (const key of appeared) if (await createdHere(hands, target.account, key, since)) ours.push(key.id);
      const [first, ...more] = ours;
      for (const id of more) await remove(hands, target, id);
      return first === undefined ? null : { at: hands.clock.now(), fields: issuedFields(first, user) };
    },
    verify: async (_target, receipt) => {
      const secret = receipt.secrets?.['SecretAccessKey'];
      const id = receipt.fields['accessKeyId'] ?? '';
      if (secret === undefined)
        return { kind: 'unproven', reason: `the secret of ${shortKey(id)} is no longer at hand` };
      return tryNewKey(hands, { accessKeyId: id, secretAccessKey: secret });
    },
    undo: async (target, receipt, before) => {
      const id = receipt.fields['accessKeyId'] ?? '';
      if (id !== '' && !(before['keys'] ?? '').split(' ').includes(id)) await remove(hands, target, id);
    },
  };
}

function issuedFields(id: string, user: string): Record<string, string> {
  return { issued: `aws:${id}`, accessKeyId: id, user };
}

async function remove(hands: Hands, target: ActionTarget, id: string): Promise<void> {
  const { user } = keyParams(target);
  await callOrNull(`delete access key ${shortKey(id)} of user ${user}`, () =>
    hands.iam(target.account).send(new DeleteAccessKeyCommand({ UserName: user, AccessKeyId: id })),
  );
}
