import type { ActionPerformer, ActionTarget, Verification } from '../../../src/core/action.ts';
import type { Secret } from '../../../src/core/secret.ts';
import { tokenParams } from '../actions/token-target.ts';
import { findLiterals } from './find-literal.ts';
import type { Hands } from './hands.ts';
import { unreadable } from './literal-of.ts';
import { canBeTried, probeToken } from './probe.ts';

/** 202 means that GitHub has taken the request; the step is verified by a refusal of each token alone. */
export function revokeCredentialPerformer(hands: Hands): ActionPerformer {
  // A dead token stays dead; asking again and again with it would lock its owner out.
  const dead = new Set<string>();
  const ask = async (hash: string, token: Secret, label: string): Promise<Verification> => {
    if (dead.has(hash)) return { kind: 'verified', evidence: `GitHub refuses ${label} (401)`, final: true };
    const result = await probeToken(hands, token, label);
    if (result.kind === 'verified') dead.add(hash);
    return result;
  };
  const living = async (label: string, found: ReadonlyMap<string, Secret>): Promise<readonly Secret[]> => {
    const left: Secret[] = [];
    for (const [hash, token] of found) if ((await ask(hash, token, label)).kind !== 'verified') left.push(token);
    return left;
  };
  return {
    risk: 'irreversible',
    apply: async (target) => {
      const hashes = hashesOf(target);
      const found = await findLiterals(hands, hashes);
      if (found.size === 0) throw unreadable(target.label);
      const tokens = await living(target.label, found);
      const unread = hashes.filter((hash) => !found.has(hash)).join(' ');
      const fields = unread === '' ? {} : { unread };
      if (tokens.length === 0) return { at: hands.clock.now(), fields: { state: 'already dead', ...fields } };
      hands.revocations.spend();
      await hands.anonymous.ask(`have GitHub revoke ${target.label}`, 'POST /credentials/revoke', {
        parameters: { credentials: tokens.map((token) => token.reveal()) },
      });
      return { at: hands.clock.now(), fields: { state: 'requested', tokens: String(tokens.length), ...fields } };
    },
    reconcile: async (target) => {
      const found = await findLiterals(hands, hashesOf(target));
      const isDone = found.size > 0 && (await living(target.label, found)).length === 0;
      return isDone ? { at: hands.clock.now(), fields: { state: 'already dead' } } : null;
    },
    verify: async (target) => {
      const hashes = hashesOf(target);
      const found = await findLiterals(hands, hashes);
      let untried = hashes.length - found.size;
      for (const [hash, token] of found) {
        const result = await ask(hash, token, target.label);
        if (result.kind === 'not-yet') return result;
        if (!canBeTried(token)) untried += 1;
      }
      if (untried === 0) return { kind: 'verified', evidence: `GitHub refuses ${target.label} (401)`, final: true };
      const which = hashes.length === 1 ? 'it' : `${String(untried)} of them`;
      const reason = `${target.label}: ${which} could not be tried, because nothing shows the token or a refresh token would be used up`;
      return { kind: 'unproven', reason };
    },
  };
}

function hashesOf(target: ActionTarget): readonly string[] {
  return tokenParams(target).hash.split(' ');
}
