import type { InventoryItem } from '../../src/core/credential.ts';
import { SECOND } from '../../src/core/time.ts';
import type { Access } from './access.ts';
import { keysOf } from './actions/names.ts';
import { unexpected } from './failures.ts';
import { principalOf } from './identity.ts';
import { endpointOf } from './sources/endpoint-cursor.ts';

const UNUSED = { expiresAt: null, lastUsed: null, lastUsedDetail: '' } as const;

/** Stripe lists no keys: one entry stands for those of an account, and its webhook endpoints stand beside it. */
export async function* inventoryOf(
  access: readonly Access[],
  endpoints: boolean,
): AsyncIterable<readonly InventoryItem[]> {
  for (const one of access) {
    const { id, mode } = one.account;
    const common = { ...UNUSED, actor: principalOf(id, mode), account: id } as const;
    yield [{ ...common, alias: `stripe:${keysOf(id, mode)}`, kind: 'key', state: 'active', createdAt: null }];
    if (!endpoints) continue;
    let after = '';
    do {
      const page = await endpointPage(one, after);
      yield page.items.map((endpoint) => ({
        ...common,
        alias: `stripe:${endpoint.id}`,
        kind: 'webhook-secret',
        state: endpoint.status === 'disabled' ? 'inactive' : 'active',
        createdAt: endpoint.created > 0 ? endpoint.created * SECOND : null,
      }));
      after = page.after;
    } while (after !== '');
  }
}

interface EndpointPage {
  readonly items: readonly NonNullable<ReturnType<typeof endpointOf>>[];
  readonly after: string;
}

async function endpointPage({ account, api }: Access, after: string): Promise<EndpointPage> {
  const what = `list the webhook endpoints of ${account.id}`;
  const query = new URLSearchParams({ limit: '100', ...(after === '' ? {} : { starting_after: after }) });
  const answer = await api.ask(what, { path: `/v1/webhook_endpoints?${query.toString()}` });
  if (!Array.isArray(answer['data'])) throw unexpected(what);
  const items = answer['data'].map(endpointOf).filter((one) => one !== null);
  const last = items.at(-1)?.id ?? '';
  const more = answer['has_more'] === true;
  if (more && (last === '' || last === after)) throw unexpected(what);
  return { items, after: more ? last : '' };
}
