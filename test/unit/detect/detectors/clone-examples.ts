import type { StoryEvent } from '../support/story.ts';
import { AWAY, burst, DAY, HOME, MINUTE, operation, routine, START } from '../support/story.ts';
import type { Example } from './example.ts';

const away = { address: AWAY, agent: 'thief/2.0' };
const copy = operation('copy', ['clone'], { service: 'code' });
const copies = (
  count: number,
  from: number,
  context: NonNullable<StoryEvent['context']>,
  places = count,
): readonly StoryEvent[] =>
  burst(count, from, (index) => ({ context, operation: copy, target: `acme/code-${index % places}` }));
const maker = { credential: 'MAKER', actor: 'maker', address: HOME };
const made = (at: number): StoryEvent => ({
  at,
  context: maker,
  operation: operation('make key', ['credential-write'], { verb: 'mint' }),
  minted: [{ alias: 'FRESH', kind: 'token' }],
});
const fresh = { credential: 'FRESH', credentialKind: 'token', actor: 'maker', address: AWAY } as const;

/** What is copied, and how fast. */
export const CLONE_EXAMPLES: readonly Example[] = [
  {
    detector: 'clone-storm',
    fires: true,
    when: 'ten places are copied within a minute',
    events: copies(10, START, away),
  },
  {
    detector: 'clone-storm',
    fires: true,
    when: 'three places are copied twenty-five times',
    events: copies(25, START, away, 3),
  },
  {
    detector: 'clone-storm',
    fires: true,
    when: 'one user copies three places twenty-six times with two keys from two addresses',
    events: [
      ...copies(13, START, away, 3),
      ...copies(13, START + MINUTE, { ...away, address: HOME, credential: 'KEY0002' }, 3),
    ],
  },
  {
    detector: 'clone-storm',
    fires: false,
    when: 'programs that share a name do so',
    events: [
      ...copies(13, START, { ...away, actorKind: 'app' }, 3),
      ...copies(13, START + MINUTE, { ...away, actorKind: 'app', address: HOME, credential: 'KEY0002' }, 3),
    ],
  },
  { detector: 'clone-storm', fires: false, when: 'nine places are copied', events: copies(9, START, away) },
  {
    detector: 'clone-storm',
    fires: false,
    when: 'the copies are refused',
    events: copies(12, START, away).map((event) => ({ ...event, operation: { ...copy, outcome: 'denied' } })),
  },
  {
    detector: 'clone-storm',
    fires: false,
    when: 'the copies are an hour apart',
    events: copies(12, START, away).map((event, index) => ({ ...event, at: START + index * 60 * MINUTE })),
  },
  {
    detector: 'fresh-credential-copies',
    fires: true,
    when: 'a token made a minute ago copies six places',
    events: [made(START), ...copies(6, START + MINUTE, fresh)],
  },
  {
    detector: 'fresh-credential-copies',
    fires: false,
    when: 'the token was made a day before',
    events: [made(START - DAY), ...copies(6, START, fresh)],
  },
  {
    detector: 'fresh-credential-copies',
    fires: false,
    when: 'nobody knows when the token was made',
    events: [...routine(1), ...copies(6, START, fresh)],
  },
];
