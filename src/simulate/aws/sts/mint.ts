import { accessKeyId, secretAccessKey, sessionToken } from '../ids.ts';
import type { Session } from '../model.ts';
import type { World } from '../world.ts';

export type NewSession = Pick<Session, 'kind' | 'account' | 'principal' | 'name' | 'parentKeyId'> & {
  readonly region: string;
  readonly seconds: number;
  readonly sourceIdentity?: string | undefined;
  readonly mfa?: boolean;
  readonly policy?: Session['policy'];
};

/** Issues temporary credentials; usable at once, unlike new long-term keys. */
export function mintSession(world: World, source: NewSession): Session {
  const now = world.clock.now();
  const session: Session = {
    kind: source.kind,
    id: accessKeyId('ASIA', source.account, world.random),
    secret: secretAccessKey(world.random),
    token: sessionToken(source.region, world.random),
    account: source.account,
    principal: source.principal,
    name: source.name,
    issuedAt: Math.floor(now / 1_000) * 1_000,
    expiresAt: now + source.seconds * 1_000,
    parentKeyId: source.parentKeyId,
    sourceIdentity: source.sourceIdentity,
    mfa: source.mfa ?? false,
    policy: source.policy,
  };
  world.credentials.set(session.id, session);
  return session;
}
