import type { KeyRow } from '../../app/keys/list.ts';
import type { KeyUse } from '../../app/keys/use.ts';
import type { Millis } from '../../core/time.ts';
import { isoTime } from '../../core/time.ts';
import type { Column } from '../../report/format.ts';
import { shortActor, shortAlias } from '../../report/names.ts';
import { duration } from '../../report/when.ts';

/** Enough to tell keys apart; the row of the parent has the whole. */
const PARENT_WIDTH = 12;

const USES: Readonly<Record<KeyUse, string>> = {
  none: 'nothing',
  reads: 'reads only',
  changes: 'changes',
  unseen: 'not visible',
};

/** How these credentials are shown at this moment. What is the same for all of them needs no column of a table. */
export function keyColumns(now: Millis, rows: readonly KeyRow[]): readonly Column<KeyRow>[] {
  const accounts = new Set(rows.map(({ credential }) => credential.account));
  const ago = (at: Millis | null): string =>
    at === null
      ? ''
      : duration(Math.max(0, now - at))
          .split(' ')
          .slice(0, 2)
          .join(' ');
  return [
    {
      key: 'credential',
      title: 'CREDENTIAL',
      value: ({ credential }) => credential.id,
      short: ({ credential }) => shortAlias(credential.id),
      identifier: true,
      shrink: 'never',
    },
    { key: 'name', title: 'NAME', value: ({ binding }) => binding?.name ?? '', inTable: 'filled', shrink: 'end' },
    { key: 'kind', title: 'KIND', value: ({ credential }) => credential.kind, shrink: 'never' },
    {
      key: 'owner',
      title: 'OWNER',
      value: ({ owner }) => owner,
      short: ({ owner }) => shortActor(owner),
      shrink: 'middle',
    },
    {
      key: 'account',
      title: 'ACCOUNT',
      value: ({ credential }) => credential.account,
      identifier: true,
      ...(accounts.size > 1 ? {} : { inTable: false as const }),
      shrink: 'never',
    },
    {
      key: 'state',
      title: 'STATE',
      value: ({ state }) => state,
      style: ({ state }) => (state === 'active' ? 'green' : state === 'unknown' ? undefined : 'dim'),
      shrink: 'never',
    },
    {
      key: 'createdAt',
      title: 'AGE',
      value: ({ credential }) => iso(credential.createdAt),
      // Without its date of birth, all that is sure is that it is older than its first use.
      short: ({ credential }) =>
        credential.createdAt === null ? prefixed('>', ago(credential.firstSeen)) : ago(credential.createdAt),
      align: 'right',
      shrink: 'never',
      dispensable: true,
    },
    {
      key: 'lastUsed',
      title: 'LAST USE',
      value: ({ credential }) => iso(credential.lastUsed),
      short: ({ credential }) => prefixed('', ago(credential.lastUsed), ' ago') || 'never seen',
      align: 'right',
      shrink: 'never',
    },
    {
      key: 'powers',
      title: 'MAY',
      // Empty where it may only read, null where no list says.
      value: ({ credential }) => credential.powers?.join(' ') ?? null,
      json: ({ credential }) => (credential.powers === undefined ? null : [...credential.powers]),
      ...(rows.some(({ use }) => use !== null) ? { inTable: 'filled' } : { inTable: false }),
      shrink: 'end',
    },
    {
      key: 'use',
      title: 'DID',
      value: ({ use }) => use,
      short: ({ use }) => (use === null ? '' : USES[use]),
      inTable: 'filled',
      shrink: 'never',
    },
    {
      key: 'parent',
      title: 'MADE BY',
      value: ({ parent }) => parent,
      short: ({ parent }) => shortAlias(parent.slice(parent.indexOf(':') + 1), PARENT_WIDTH),
      identifier: true,
      inTable: 'filled',
      shrink: 'never',
      dispensable: true,
    },
    {
      key: 'exposures',
      title: 'EXPOSED',
      // Empty where there are none, so that the column shows up when it matters.
      value: ({ exposures }) => exposures || '',
      json: ({ exposures }) => exposures,
      short: ({ exposures }) => (exposures === 0 ? '' : `${exposures} x`),
      style: ({ exposures }) => (exposures === 0 ? undefined : 'red'),
      inTable: 'filled',
      shrink: 'never',
    },
    {
      key: 'incidents',
      title: 'INCIDENTS',
      value: ({ incidents }) => incidents.join(' '),
      json: ({ incidents }) => [...incidents],
      identifier: true,
      inTable: 'filled',
      shrink: 'never',
    },
    { key: 'actor', title: 'ACTOR', value: ({ credential }) => credential.actor, identifier: true, inTable: false },
    { key: 'session', title: 'SESSION', value: ({ credential }) => credential.session, inTable: false },
    { key: 'provider', title: 'PROVIDER', value: ({ credential }) => credential.provider, inTable: false },
    { key: 'firstSeen', title: 'FIRST SEEN', value: ({ credential }) => iso(credential.firstSeen), inTable: false },
    { key: 'expiresAt', title: 'EXPIRES', value: ({ credential }) => iso(credential.expiresAt), inTable: false },
    {
      key: 'aliases',
      title: 'ALIASES',
      value: ({ credential }) => credential.aliases.join(' '),
      json: ({ credential }) => [...credential.aliases],
      identifier: true,
      inTable: false,
    },
    { key: 'protected', title: 'PROTECTED', value: ({ binding }) => binding?.protected ?? false, inTable: false },
  ];
}

function iso(at: Millis | null): string | null {
  return at === null ? null : isoTime(at);
}

function prefixed(before: string, text: string, after = ''): string {
  return text === '' ? '' : `${before}${text}${after}`;
}
