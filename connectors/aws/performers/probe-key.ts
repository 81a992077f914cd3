import { GetAccessKeyLastUsedCommand } from '@aws-sdk/client-iam';
import type { ActionPerformer, Verification } from '../../../src/core/action.ts';
import { isoTime } from '../../../src/core/time.ts';
import { shortKey } from '../actions/arn.ts';
import { keyParams } from '../actions/key-target.ts';
import { SECRET_REFERENCE } from '../actions/probe-key.ts';
import { call, callOrNull } from './call.ts';
import type { Hands } from './hands.ts';
import { keyStatus } from './key-state.ts';
import { authenticates, isDenied } from './try-key.ts';

/** Without the secret nothing can be tried: the step then says what the provider lists, and stays unproven. */
export function probeKeyPerformer(hands: Hands): ActionPerformer {
  return {
    risk: 'harmless',
    apply: async (target) => {
      const { user, id } = keyParams(target);
      const reference = target.params[SECRET_REFERENCE] ?? '';
      const outcome = reference === '' ? 'not-tried' : await outcomeOf(hands, id, reference);
      const status = await keyStatus(hands, target.account, user, id);
      return {
        at: hands.clock.now(),
        fields: { outcome, status, lastUsed: await lastUsed(hands, target.account, id) },
      };
    },
    verify: (target, receipt) => Promise.resolve(verdict(shortKey(keyParams(target).id), receipt.fields)),
  };
}

async function outcomeOf(hands: Hands, accessKeyId: string, reference: string): Promise<string> {
  const key = { accessKeyId, secretAccessKey: await hands.secret(reference) };
  if ((await authenticates(hands, key)) === null) return 'refused';
  return call(`try a call with access key ${shortKey(accessKeyId)}`, () => isDenied(hands, key));
}

async function lastUsed(hands: Hands, account: string, id: string): Promise<string> {
  const found = await callOrNull(`ask when access key ${shortKey(id)} was last used`, () =>
    hands.iam(account).send(new GetAccessKeyLastUsedCommand({ AccessKeyId: id })),
  );
  const at = found?.AccessKeyLastUsed?.LastUsedDate;
  return at === undefined ? 'never or not known' : isoTime(at.getTime());
}

function verdict(key: string, fields: Readonly<Record<string, string>>): Verification {
  switch (fields['outcome']) {
    case 'refused':
      return { kind: 'verified', evidence: `AWS refused to authenticate ${key}` };
    case 'explicit':
      return { kind: 'verified', evidence: `${key} authenticates, but every call is denied by policy` };
    case 'implicit':
      return { kind: 'unproven', reason: `${key} authenticates; the call tried was not allowed anyway` };
    case 'no':
      return { kind: 'failed', reason: `AWS accepts ${key} and lets it act` };
    default: {
      const facts = `IAM lists it as ${fields['status'] ?? ''}, last used: ${fields['lastUsed'] ?? ''}`;
      return { kind: 'unproven', reason: `${key} was not tried, its secret is not at hand; ${facts}` };
    }
  }
}
