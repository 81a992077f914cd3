import { newToken } from './ids.ts';
import type { Token, TokenKind } from './model.ts';
import { nextId, type World } from './world.ts';

export interface NewToken {
  readonly kind: TokenKind;
  readonly owner: string;
  readonly name?: string;
  readonly scopes?: readonly string[];
  /** Everything when absent. */
  readonly may?: readonly string[];
  /** Everywhere when absent. */
  readonly reach?: readonly string[];
  readonly expiresAt?: number;
  readonly client?: string;
  readonly app?: number;
}

/** A token that works at once. */
export function makeToken(world: World, input: NewToken): Token {
  const app = input.app ?? 0;
  const text = newToken(world.random, input.kind, app);
  const token: Token = {
    id: input.kind === 'installation' ? 0 : nextId(world),
    kind: input.kind,
    text,
    owner: input.owner,
    name: input.name ?? '',
    scopes: input.scopes ?? [],
    may: input.may ?? ['*'],
    reach: input.reach ?? ['*'],
    createdAt: world.clock.now(),
    expiresAt: input.expiresAt ?? null,
    client: input.client ?? '',
    app,
    lastUsedAt: null,
    deadFrom: null,
  };
  world.tokens.set(text, token);
  return token;
}
