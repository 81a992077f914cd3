import type { StripeWorld } from '../stripe/stripe-world.ts';
import type { Scene } from './scene.ts';

const READ = ['event_read', 'webhook_read', 'account_read'];
const RESPOND = [
  ...READ,
  'webhook_write',
  'payout_read',
  'payout_write',
  'balance_settings_read',
  'balance_settings_write',
];

/** A service by the prefix of its idempotency keys, and who looks after its key. */
export interface ServiceKey {
  readonly name: string;
  readonly prefix: string;
  readonly owner: string;
}

/** What a scene gets from a Stripe account of which Keywatch has two keys. */
export interface StripePart extends Pick<Scene, 'environment' | 'logFiles'> {
  /** Lines of `connectors`, indented by two. */
  readonly config: string;
  /** Lines after `connectors`. */
  readonly credentials: string;
  secrets(): readonly string[];
}

/** Gives Keywatch a key for reading and one for acting. */
export function stripePart(world: StripeWorld, url: string, services: readonly ServiceKey[]): StripePart {
  const { account } = world;
  const handedOut = new Set<string>();
  const environment = {
    KEYWATCH_STRIPE_KEY: world.addKey({ name: 'keywatch-read', permissions: READ }),
    KEYWATCH_STRIPE_RESPOND_KEY: world.addKey({ name: 'keywatch-respond', permissions: RESPOND }),
  };
  return {
    config: configText(account.id, url, services),
    credentials: credentialsText(services),
    environment,
    logFiles: () => [
      {
        name: `${account.id}/events.ndjson`,
        bytes: Buffer.from(account.events.map(({ record }) => `${JSON.stringify(record)}\n`).join('')),
      },
    ],
    secrets: () => {
      for (const { secret } of account.keys) handedOut.add(secret);
      return [...handedOut];
    },
  };
}

function configText(account: string, url: string, services: readonly ServiceKey[]): string {
  const callers = services.map(({ name, prefix }) => `      - prefix: '${prefix}'\n        credential: ${name}\n`);
  return `  stripe:
    base-url: ${url}
    accounts:
      - id: ${account}
        api-key: env:KEYWATCH_STRIPE_KEY
        respond-key: env:KEYWATCH_STRIPE_RESPOND_KEY
    callers:
${callers.join('')}`;
}

function credentialsText(services: readonly ServiceKey[]): string {
  const entries = services.map(
    ({ name, owner }) => `  - match: stripe:${name}
    name: key of the ${name}
    owner: ${owner}
`,
  );
  return `credentials:\n${entries.join('')}`;
}
