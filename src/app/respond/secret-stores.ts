import type { ConnectorContext } from '../../core/connector.ts';
import { AppError } from '../../core/errors.ts';
import { Secret } from '../../core/secret.ts';
import type { Surroundings } from '../surroundings.ts';

/** Stands in session names at the provider, so that these reads can be told from those of runs. */
const RUN_ID = 'read-secret';

type ReadStore = (target: string) => Promise<Secret>;

/**
 * What `<connector>:TARGET` leads to, for every connector there is. A store is opened when such a
 * reference is used and closed after it: nothing that could act stays open.
 * @param settings parsed configurations, by connector
 * @param contextFor what a connector gets whose store is being opened
 */
export function secretStores(
  { connectors }: Pick<Surroundings, 'connectors'>,
  settings: Readonly<Record<string, unknown>>,
  contextFor: (connector: string) => ConnectorContext,
): Readonly<Record<string, ReadStore>> {
  return Object.fromEntries(
    Object.entries(connectors).map(([id, connector]): [string, ReadStore] => [
      id,
      async (target) => {
        if (settings[id] === undefined) {
          throw unusable(`a secret is to be read from ${id}, which is not configured`, `Add connectors.${id}.`);
        }
        const actor = await connector.arm?.(settings[id], contextFor(id), { runId: RUN_ID });
        try {
          if (actor?.secretStore === undefined) {
            throw unusable(`${id} has no store that secrets could be read from`, 'Write env: or file: instead.');
          }
          return withoutSpace(await actor.secretStore.read(target), id);
        } finally {
          await actor?.close();
        }
      },
    ]),
  );
}

/**
 * The stores as a connector sees them while its own store is being opened: those on the way
 * here cannot be asked, since their answer waits for this one.
 * @param opening connectors whose stores are being opened, the outermost first
 */
export function refuseCircles(
  stores: Readonly<Record<string, ReadStore>>,
  opening: readonly string[],
): Readonly<Record<string, ReadStore>> {
  const refused = opening.map((id): [string, ReadStore] => [
    id,
    () => {
      const way = [...opening.slice(opening.indexOf(id)), id].join(' -> ');
      const error = unusable(
        `the credentials of ${id} cannot be read from the store that they open (${way})`,
        `Give connectors.${id} its own secrets by env: or file:.`,
      );
      return Promise.reject(error);
    },
  ]);
  return { ...stores, ...Object.fromEntries(refused) };
}

/** White space around a secret is no part of it; a secret of nothing else is none. */
function withoutSpace(secret: Secret, id: string): Secret {
  const text = secret.reveal().trim();
  if (text === '')
    throw unusable(`a secret read from ${id} is empty`, 'Put the secret there, or correct the reference.');
  return new Secret(text);
}

function unusable(message: string, hint: string): AppError {
  return new AppError(message, { code: 'CONFIG_SECRET_MISSING', kind: 'config', hint });
}
