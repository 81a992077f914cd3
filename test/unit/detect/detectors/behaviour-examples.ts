import type { Operation } from '../../../../src/core/batch.ts';
import type { StoryEvent } from '../support/story.ts';
import { AWAY, burst, DAY, HOME, MINUTE, operation, routine, START } from '../support/story.ts';
import type { Example } from './example.ts';

const away = { address: AWAY, agent: 'thief/2.0' };
const denied = { outcome: 'denied', errorCode: 'AccessDenied' } as const;
const whoAmI = operation('WhoAmI', ['identity-check'], { service: 'identity' });
const list = (service: string): Partial<Operation> => operation(`List${service}`, ['enumerate'], { service });
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

/** What a credential is used for, and how fast. */
export const BEHAVIOUR_EXAMPLES: readonly Example[] = [
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
  {
    detector: 'many-regions',
    fires: true,
    when: 'five regions are listed in a minute',
    events: burst(5, START, (index) => ({ context: { region: `region-${index}` }, operation: list('compute') })),
  },
  {
    detector: 'many-regions',
    fires: false,
    when: 'four regions are',
    events: burst(4, START, (index) => ({ context: { region: `region-${index}` }, operation: list('compute') })),
  },
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
];
