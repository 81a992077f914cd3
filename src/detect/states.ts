import type { CredentialState, InventoryItem } from '../core/credential.ts';
import type { Millis } from '../core/time.ts';
import type { Lineage } from './lineage.ts';
import { learnUse } from './memory/cell.ts';
import type { Memory } from './memory/memory.ts';

/** Who ended a credential, where only the provider's list says so. */
const BY_LIST = 'Inactive by the provider’s own list';

/** Takes in the provider's list. Stamps count as one use where memory has none, so that long silences are known on day one. */
export function noteInventory(items: readonly InventoryItem[], at: Millis, lineage: Lineage, memory: Memory): void {
  for (const item of items) {
    const node = lineage.named(item.alias);
    node.credentialKind = item.kind;
    node.actor = item.actor;
    node.account = item.account;
    node.createdAt ??= item.createdAt;
    node.expiresAt ??= item.expiresAt;
    noteState(lineage, item.alias, item.state, at, BY_LIST);
    const stamp = item.lastUsed ?? item.createdAt;
    if (stamp === null || item.kind === 'session') continue;
    const cell = memory.cell(`key/${node.id}`, stamp);
    if (cell.count > 0) continue;
    learnUse(cell, stamp);
    // A stamp is no day that we have seen: those that the records show are counted from here on.
    cell.days = 0;
    cell.lastDay = -1;
    cell.first = Math.min(cell.first, item.createdAt ?? stamp);
  }
}

/** Only a change counts: a key that stays inactive stays dead since the first time. */
export function noteState(lineage: Lineage, alias: string, state: CredentialState, at: Millis, by: string): void {
  const node = lineage.named(alias);
  const dead = state === 'inactive' || state === 'deleted';
  if (node.state === state && dead === (node.deadSince !== null)) return;
  node.state = state;
  node.deadSince = dead ? (node.deadSince ?? at) : null;
  node.deadBy = dead ? by : '';
  lineage.markChanged(node);
}

/**
 * Somebody changed a credential that the provider's list called dead: the list is out of date, and
 * the next one will tell. What we ended ourselves stays dead, since switching it on again is the news.
 */
export function noteChange(lineage: Lineage, alias: string): void {
  const node = lineage.get(alias);
  if (node === undefined || node.deadSince === null || node.deadBy !== BY_LIST) return;
  node.state = 'unknown';
  node.deadSince = null;
  node.deadBy = '';
  lineage.markChanged(node);
}
