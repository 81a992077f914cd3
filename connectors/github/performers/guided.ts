import type { ActionPerformer, ActionTarget, Verification } from '../../../src/core/action.ts';
import type { Secret } from '../../../src/core/secret.ts';
import { appParams } from '../actions/app-target.ts';
import { sshParams } from '../actions/ssh-target.ts';
import { tokenParams } from '../actions/token-target.ts';
import { tokenIdentifier } from '../records/token-hash.ts';
import { isSuspended, listedInstallation } from './find-installation.ts';
import { findLiteral } from './find-literal.ts';
import { findSshKey } from './find-ssh-key.ts';
import type { Hands } from './hands.ts';
import { canBeTried, probeToken, tryToken } from './probe.ts';
import { orNull } from './tolerant.ts';

/** A person does it; where the old token can be had again, only its refusal proves that it is gone. */
export function newTokenPerformer(hands: Hands): ActionPerformer {
  const find = (target: ActionTarget): Promise<Secret | null> => {
    const { hash } = tokenParams(target);
    return hash === '' ? Promise.resolve(null) : findLiteral(hands, hash);
  };
  return {
    ...guided(async (target, by) => {
      const old = await find(target);
      if (old === null) return attested(by, 'the old token cannot be had again to try it');
      const probe = await probeToken(hands, old, 'the old token');
      return probe.kind === 'unproven' ? attested(by, probe.reason) : probe;
    }),
    trySecret: (target, secret) => {
      const label = 'the old token';
      if (tokenIdentifier(secret.reveal()) !== tokenParams(target).hash)
        return Promise.resolve({ kind: 'not-ours', says: 'it is another token than the one that is replaced' });
      if (!canBeTried(secret)) return Promise.resolve({ kind: 'unclear', says: 'trying a refresh token uses it up' });
      return tryToken(hands, secret, label);
    },
  };
}

export function newAppKeyPerformer(): ActionPerformer {
  return guided((_target, by) => Promise.resolve(attested(by, 'GitHub lists no private keys of apps')));
}

export function newClientSecretPerformer(): ActionPerformer {
  return guided((_target, by) => Promise.resolve(attested(by, 'GitHub lists no client secrets')));
}

export function putBackPerformer(): ActionPerformer {
  return guided((_target, by) => Promise.resolve(attested(by, 'Keywatch does not know how it was before')));
}

/** The old key is gone from the organisation when no list shows it. */
export function newSshKeyPerformer(hands: Hands): ActionPerformer {
  return guided(async (target, by) => {
    const { fingerprint, organization, repository } = sshParams(target);
    const left = await findSshKey(hands, organization, fingerprint, repository);
    if (left === null) return attested(by, 'no list shows the old key, and none would show that of an account alone');
    return { kind: 'not-yet', reason: `GitHub still lists the old key for ${organization}`, retryAfter: 60_000 };
  });
}

export function suspendByHandPerformer(hands: Hands): ActionPerformer {
  return guided(async (target, by) => {
    const answer = await orNull(async () => ({ row: await listedInstallation(hands, target) }));
    if (answer === null) return attested(by, `GitHub does not show us the apps of ${appParams(target).organization}`);
    const { row } = answer;
    if (row === null) return { kind: 'verified', evidence: `GitHub no longer lists the ${target.label}` };
    if (isSuspended(row)) return { kind: 'verified', evidence: `GitHub lists the ${target.label} as suspended` };
    return { kind: 'not-yet', reason: `GitHub lists the ${target.label} as active`, retryAfter: 60_000 };
  });
}

function attested(by: string, why: string): Verification {
  return { kind: 'unproven', reason: `attested by ${by}; ${why}` };
}

function guided(verify: (target: ActionTarget, by: string) => Promise<Verification>): ActionPerformer {
  return {
    risk: 'harmless',
    apply: () => Promise.reject(new Error('a person does this')),
    verify: (target, receipt) => verify(target, receipt.fields['confirmedBy'] ?? 'nobody'),
  };
}
