import type { StoryEvent, StoryOptions } from '../support/story.ts';
import { AWAY, burst, DAY, HOME, MINUTE, OFFICE, operation, routine, START } from '../support/story.ts';

/** A short story that must, or must not, make a detector speak. */
export interface Example {
  readonly detector: string;
  readonly fires: boolean;
  readonly when: string;
  readonly events: readonly StoryEvent[];
  readonly options?: StoryOptions;
}

const away = { address: AWAY, agent: 'thief/2.0' };
const denied = { outcome: 'denied', errorCode: 'AccessDenied' } as const;
const workload = {
  credential: 'WORKLOAD1',
  credentialKind: 'session',
  actorKind: 'workload',
  actor: 'role/app',
  session: 'machine-1',
  agent: 'app/1.0',
} as const;
const robot = { credentialKind: 'key', credential: 'ROBOT' } as const;

const whoAmI = operation('WhoAmI', ['identity-check'], { service: 'identity' });
const list = (service: string): StoryEvent['operation'] => operation(`List${service}`, ['enumerate'], { service });
const sweep = (from: number, context: StoryEvent['context'] = {}): readonly StoryEvent[] => [
  { at: from, context, operation: whoAmI },
  ...['storage', 'compute', 'secrets'].map((service, index) => ({
    at: from + (index + 1) * 5000,
    context,
    operation: list(service),
  })),
];
const secret = (index: number): Omit<StoryEvent, 'at'> => ({
  operation: operation('GetSecret', ['secret-read'], { service: 'secrets' }),
  target: `secret-${index}`,
});

const leak = (place: Partial<{ secretSeen: boolean }> = {}): StoryEvent['notes'] => [
  {
    kind: 'exposure',
    alias: 'KEY0001',
    actor: '',
    origin: 'scanner',
    summary: 'key in a public repository',
    place: 'example/repo',
    public: true,
    ...place,
  },
];

export const EXAMPLES: readonly Example[] = [
  // leaked-key-in-use
  {
    detector: 'leaked-key-in-use',
    fires: true,
    when: 'an exposed key is used from a network that it never used',
    events: [...routine(8), { at: START, notes: leak() }, { at: START + MINUTE, context: away }],
  },
  {
    detector: 'leaked-key-in-use',
    fires: true,
    when: 'a session minted from an exposed key is used',
    events: [
      { at: START, notes: leak(), minted: [{ alias: 'S1' }] },
      { at: START + MINUTE, context: { credential: 'S1', credentialKind: 'session' } },
    ],
  },
  {
    detector: 'leaked-key-in-use',
    fires: false,
    when: 'the key was used before the leak only',
    events: [...routine(8), { at: START, operation: denied, notes: leak() }],
  },
  {
    detector: 'leaked-key-in-use',
    fires: false,
    when: 'calls after the leak are refused',
    events: [
      { at: START, operation: denied, notes: leak() },
      { at: START + MINUTE, context: away, operation: denied },
    ],
  },
  {
    detector: 'leaked-key-in-use',
    fires: false,
    when: 'another key is used',
    events: [
      { at: START, operation: denied, notes: leak() },
      { at: START + MINUTE, context: { credential: 'KEY0002', ...away } },
    ],
  },
  // workload-credentials-away-from-home
  {
    detector: 'workload-credentials-away-from-home',
    fires: true,
    when: 'credentials of a machine appear in another network',
    events: [
      { at: START - DAY, context: workload },
      { at: START, context: { ...workload, credential: 'WORKLOAD2', ...away } },
    ],
  },
  {
    detector: 'workload-credentials-away-from-home',
    fires: true,
    when: 'a new machine of a settled role lives elsewhere than all others',
    events: [
      ...routine(8, { context: workload }),
      { at: START, context: { ...workload, session: 'machine-9', ...away } },
    ],
  },
  {
    detector: 'workload-credentials-away-from-home',
    fires: false,
    when: 'the machine goes on at home with new credentials',
    events: [
      { at: START - DAY, context: workload },
      { at: START, context: { ...workload, credential: 'WORKLOAD2' } },
    ],
  },
  {
    detector: 'workload-credentials-away-from-home',
    fires: false,
    when: 'a service of the provider acts for it',
    events: [
      { at: START - DAY, context: workload },
      { at: START, context: { ...workload, ...away, via: 'backup.example' } },
    ],
  },
  {
    detector: 'workload-credentials-away-from-home',
    fires: false,
    when: 'the same program takes the private route',
    events: [
      { at: START - DAY, context: workload },
      { at: START, context: { ...workload, address: '10.0.3.4' } },
    ],
  },
  {
    detector: 'workload-credentials-away-from-home',
    fires: false,
    when: 'a person assumes a role from a new place',
    events: [
      { at: START - DAY, context: { ...workload, actorKind: 'role' } },
      { at: START, context: { ...workload, actorKind: 'role', ...away } },
    ],
  },
  // first-network-for-key
  {
    detector: 'first-network-for-key',
    fires: true,
    when: 'a key with a week of history appears in a new network',
    events: [...routine(8), { at: START, context: { address: AWAY } }],
  },
  {
    detector: 'first-network-for-key',
    fires: false,
    when: 'the key is too new to have a baseline',
    events: [{ at: START - MINUTE }, { at: START, context: { address: AWAY } }],
  },
  {
    detector: 'first-network-for-key',
    fires: false,
    when: 'only the address changes within the network',
    events: [...routine(8), { at: START, context: { address: '192.0.2.99' } }],
  },
  {
    detector: 'first-network-for-key',
    fires: false,
    when: 'a service of the provider calls for the key',
    events: [...routine(8), { at: START, context: { address: AWAY, via: 'deploy.example' } }],
  },
  {
    detector: 'first-network-for-key',
    fires: false,
    when: 'the address is the name of a service',
    events: [...routine(8), { at: START, context: { address: 'deploy.example' } }],
  },
  // first-tool-for-key
  {
    detector: 'first-tool-for-key',
    fires: true,
    when: 'a key of one program is used with another',
    events: [...routine(8), { at: START, context: { agent: 'curl/8.5.0' } }],
  },
  {
    detector: 'first-tool-for-key',
    fires: false,
    when: 'the program has a new version',
    events: [...routine(8), { at: START, context: { agent: 'tool/2.7.1' } }],
  },
  // first-country-for-key
  {
    detector: 'first-country-for-key',
    fires: true,
    when: 'a key appears in a new country',
    events: [...routine(8), { at: START, context: { address: AWAY } }],
  },
  {
    detector: 'first-country-for-key',
    fires: false,
    when: 'it stays in its country',
    events: [...routine(8), { at: START }],
  },
  // dormant-key-awakened
  {
    detector: 'dormant-key-awakened',
    fires: true,
    when: 'a key is used after three months',
    events: [...routine(8, {}, START - 90 * DAY), { at: START }],
  },
  {
    detector: 'dormant-key-awakened',
    fires: false,
    when: 'a key pauses for two weeks',
    events: [...routine(8, {}, START - 14 * DAY), { at: START }],
  },
  // retired-key-used is played in states.test.ts: it needs to be told what is retired
  // identity-check-then-sweep
  {
    detector: 'identity-check-then-sweep',
    fires: true,
    when: 'a key asks who it is and lists three services',
    events: sweep(START, away),
  },
  {
    detector: 'identity-check-then-sweep',
    fires: false,
    when: 'it lists two services',
    events: sweep(START, away).slice(0, 3),
  },
  {
    detector: 'identity-check-then-sweep',
    fires: false,
    when: 'the lists come much later',
    events: sweep(START, away).map((event, index) => ({ ...event, at: event.at + index * 10 * MINUTE })),
  },
  {
    detector: 'identity-check-then-sweep',
    fires: false,
    when: 'the lists come from another address',
    events: sweep(START, away).map((event, index) => (index === 0 ? { ...event, context: { address: HOME } } : event)),
  },
  {
    detector: 'identity-check-then-sweep',
    fires: false,
    when: 'it is done in a browser',
    events: sweep(START, { agent: 'Mozilla/5.0 (X11; Linux x86_64)' }),
  },
  // denied-burst
  {
    detector: 'denied-burst',
    fires: true,
    when: 'ten calls to ten actions are refused',
    events: burst(10, START, (index) => ({ context: away, operation: operation(`Action${index}`, [], denied) })),
  },
  {
    detector: 'denied-burst',
    fires: false,
    when: 'one action is refused a hundred times',
    events: burst(100, START, () => ({ operation: operation('PutObject', [], denied) })).map((event, index) => ({
      ...event,
      id: `n${index}`,
    })),
  },
  {
    detector: 'denied-burst',
    fires: false,
    when: 'the refusals are spread over hours',
    events: burst(10, START, (index) => ({ operation: operation(`Action${index}`, [], denied) })).map(
      (event, index) => ({ ...event, at: event.at + index * 5 * MINUTE }),
    ),
  },
  {
    detector: 'denied-burst',
    fires: false,
    when: 'infrastructure code is refused a small part of its calls',
    events: [
      ...burst(190, START, (index) => ({
        context: { agent: 'x/1 terraform/1.9' },
        operation: operation(`Create${index}`),
      })),
      ...burst(12, START + 500_000, (index) => ({
        context: { agent: 'x/1 terraform/1.9' },
        operation: operation(`Action${index}`, [], denied),
      })),
    ],
  },
  // secret-sweep
  {
    detector: 'secret-sweep',
    fires: true,
    when: 'twenty secrets are read in a minute',
    events: burst(20, START, secret),
  },
  {
    detector: 'secret-sweep',
    fires: false,
    when: 'one secret is read a hundred times',
    events: burst(100, START, () => secret(1)).map((event, index) => ({ ...event, id: `s${index}` })),
  },
  {
    detector: 'secret-sweep',
    fires: false,
    when: 'an application reads at start what it reads at every start',
    events: [4, 3, 2, 1, 0].flatMap((days) => burst(19, START - days * DAY, secret)),
  },
  {
    detector: 'secret-sweep',
    fires: false,
    when: 'the reads are refused',
    events: burst(25, START, (index) => ({
      ...secret(index),
      operation: operation('GetSecret', ['secret-read'], denied),
    })),
  },
  // first-secret-read
  {
    detector: 'first-secret-read',
    fires: true,
    when: 'a key with a history reads its first secret',
    events: [...routine(8), { at: START, ...secret(1), context: away }],
  },
  {
    detector: 'first-secret-read',
    fires: false,
    when: 'secrets are its daily work',
    events: [...routine(8, secret(1)), { at: START, ...secret(2) }],
  },
  // two-places-at-once
  {
    detector: 'two-places-at-once',
    fires: true,
    when: 'a second tool in a second network joins in',
    events: [
      { at: START, context: robot },
      { at: START + 5 * MINUTE, context: { ...robot, ...away } },
    ],
  },
  {
    detector: 'two-places-at-once',
    fires: false,
    when: 'the second place is used hours later',
    events: [
      { at: START, context: robot },
      { at: START + 120 * MINUTE, context: { ...robot, ...away } },
    ],
  },
  {
    detector: 'two-places-at-once',
    fires: false,
    when: 'the same tool moves',
    events: [
      { at: START, context: robot },
      { at: START + 5 * MINUTE, context: { ...robot, address: AWAY } },
    ],
  },
  // new-key-used-elsewhere
  {
    detector: 'new-key-used-elsewhere',
    fires: true,
    when: 'a new key is used from another network within minutes',
    events: [
      { at: START, minted: [{ alias: 'NEW1', kind: 'key', actor: 'user/other' }] },
      { at: START + 5 * MINUTE, context: { credential: 'NEW1', actor: 'user/other', address: AWAY } },
    ],
  },
  {
    detector: 'new-key-used-elsewhere',
    fires: false,
    when: 'it is used where it was made',
    events: [
      { at: START, minted: [{ alias: 'NEW1', kind: 'key', actor: 'user/other' }] },
      { at: START + 5 * MINUTE, context: { credential: 'NEW1', actor: 'user/other' } },
    ],
  },
  {
    detector: 'new-key-used-elsewhere',
    fires: false,
    when: 'it is used the next day',
    events: [
      { at: START, minted: [{ alias: 'NEW1', kind: 'key', actor: 'user/other' }] },
      { at: START + DAY, context: { credential: 'NEW1', actor: 'user/other', address: OFFICE } },
    ],
  },
  // many-regions
  {
    detector: 'many-regions',
    fires: true,
    when: 'five regions are listed in a minute',
    events: burst(5, START, (index) => ({ context: { region: `region-${index}` }, operation: list('compute') ?? {} })),
  },
  {
    detector: 'many-regions',
    fires: false,
    when: 'four regions are',
    events: burst(4, START, (index) => ({ context: { region: `region-${index}` }, operation: list('compute') ?? {} })),
  },
  // recon-burst
  {
    detector: 'recon-burst',
    fires: true,
    when: 'fifteen lists over five services come in a minute',
    events: burst(15, START, (index) => ({
      operation: operation(`List${index}`, ['enumerate'], { service: `service-${index % 5}` }),
    })),
  },
  {
    detector: 'recon-burst',
    fires: false,
    when: 'one service is listed in every way',
    events: burst(30, START, (index) => ({
      operation: operation(`List${index}`, ['enumerate'], { service: 'storage' }),
    })),
  },
  {
    detector: 'recon-burst',
    fires: false,
    when: 'infrastructure code refreshes its state',
    events: burst(15, START, (index) => ({
      context: { agent: 'pulumi/3' },
      operation: operation(`List${index}`, ['enumerate'], { service: `service-${index % 5}` }),
    })),
  },
  // root-key-used
  {
    detector: 'root-key-used',
    fires: true,
    when: 'root calls with a key',
    events: [{ at: START, context: { actorKind: 'root', actor: 'root' } }],
  },
  {
    detector: 'root-key-used',
    fires: false,
    when: 'root works in a browser session',
    events: [{ at: START, context: { actorKind: 'root', actor: 'root', credential: 'S', credentialKind: 'session' } }],
  },
  // attack-tool
  {
    detector: 'attack-tool',
    fires: true,
    when: 'a scanner that tries found keys names itself',
    events: [{ at: START, context: { agent: 'TruffleHog' } }],
  },
  {
    detector: 'attack-tool',
    fires: false,
    when: 'an ordinary tool calls',
    events: [{ at: START, context: { agent: 'parrotfish/1.0' } }],
  },
  // monitor-identity-elsewhere
  {
    detector: 'monitor-identity-elsewhere',
    fires: true,
    when: 'our own identity calls from a foreign network',
    events: [{ at: START, context: { actor: 'role/monitor', address: AWAY } }],
    options: { self: { aliases: [], actors: ['role/monitor'], networks: ['192.0.2.0/24'], runs: [] } },
  },
  {
    detector: 'monitor-identity-elsewhere',
    fires: false,
    when: 'it calls from where we run',
    events: [{ at: START, context: { actor: 'role/monitor' } }],
    options: { self: { aliases: [], actors: ['role/monitor'], networks: ['192.0.2.0/24'], runs: [] } },
  },
  // provider-signal
  {
    detector: 'provider-signal',
    fires: true,
    when: 'the provider reports the key',
    events: [
      {
        at: START,
        notes: [
          {
            kind: 'provider-signal',
            alias: 'KEY0001',
            actor: '',
            type: 'Recon:Key/Tor',
            severity: 'high',
            summary: 'called through Tor',
          },
        ],
      },
    ],
  },
  { detector: 'provider-signal', fires: false, when: 'the provider reports nothing', events: [{ at: START }] },
  // credential-exposed
  {
    detector: 'credential-exposed',
    fires: true,
    when: 'a record says that the secret is public',
    events: [{ at: START, notes: leak() }],
  },
  { detector: 'credential-exposed', fires: false, when: 'no record says so', events: [{ at: START }] },
];
