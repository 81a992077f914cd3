import type { Config } from '../../config/config.ts';
import type { Coverage } from '../../core/coverage.ts';
import type { Credential, CredentialBinding, CredentialState, LineageEdge } from '../../core/credential.ts';
import { AppError } from '../../core/errors.ts';
import type { Exposure } from '../../core/exposure.ts';
import type { Incident } from '../../core/incident.ts';
import type { NetworkInfo } from '../../core/network.ts';
import type { Store, TopRow } from '../../core/ports.ts';
import type { Millis } from '../../core/time.ts';
import { openNetworks } from '../setup/networks.ts';
import { coverageOf } from '../watch/known-sources.ts';
import { bindingOf } from './bindings.ts';
import { stateNow } from './list.ts';

/** Everything that is known about one credential. */
export interface KeyStory {
  readonly credential: Credential;
  readonly state: CredentialState;
  readonly binding: CredentialBinding | null;
  /** Topmost first. */
  readonly ancestors: readonly Credential[];
  readonly descendants: readonly Credential[];
  readonly edges: readonly LineageEdge[];
  readonly exposures: readonly Exposure[];
  readonly incidents: readonly Incident[];
  /** Of the credential alone, without its descendants. */
  readonly events: number;
  readonly actions: readonly TopRow[];
  readonly addresses: readonly (TopRow & { readonly network: NetworkInfo | null })[];
  readonly coverage: Coverage;
}

const TOP = 8;

/** @throws AppError `KEY_UNKNOWN` */
export async function keyStory(store: Store, config: Config, alias: string, now: Millis): Promise<KeyStory> {
  const credential = await store.credentials.get(alias);
  if (credential === null) throw await unknownKey(store, alias);
  const query = { credential: credential.id };
  const { credentials: descendants, edges } = await store.credentials.descendants(credential.id);
  const networks = openNetworks(config);
  const addresses = await store.events.top('address', query, TOP);
  return {
    credential,
    state: stateNow(credential, now),
    binding: bindingOf(credential, config.credentials),
    ancestors: await store.credentials.ancestors(credential.id),
    descendants,
    edges,
    exposures: await store.credentials.exposures(query),
    incidents: await store.incidents.list(query),
    events: (await store.events.top('credential', query, 1))[0]?.count ?? 0,
    actions: await store.events.top('action', query, TOP),
    addresses: addresses.map((row) => ({ ...row, network: networks.lookup(row.key) })),
    coverage: await coverageOf(store),
  };
}

async function unknownKey(store: Store, alias: string): Promise<AppError> {
  const [provider, rest] = [alias.slice(0, alias.indexOf(':')), alias.slice(alias.indexOf(':') + 1)];
  // The text is not repeated: it may be a secret where an id was asked for.
  const several =
    provider === '' &&
    (await store.credentials.list({})).filter(({ aliases }) => aliases.some((one) => one.endsWith(`:${rest}`))).length >
      1;
  return several
    ? new AppError('More than one provider has a credential of this name', {
        code: 'KEY_AMBIGUOUS',
        kind: 'bad-input',
        hint: 'Write the provider before it, as `keywatch keys` shows it.',
      })
    : new AppError('No such credential is known', {
        code: 'KEY_UNKNOWN',
        kind: 'bad-input',
        hint: 'See `keywatch keys --all`. For a key that was never seen in use: `keywatch leak ID`.',
      });
}
