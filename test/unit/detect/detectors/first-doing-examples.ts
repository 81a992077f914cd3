import type { StoryEvent } from '../support/story.ts';
import { operation, routine, START } from '../support/story.ts';
import type { Example } from './example.ts';

const grant: Omit<StoryEvent, 'at'> = { operation: operation('GrantAccess', ['policy-write']), target: 'intern' };
const copy = (target: string): Omit<StoryEvent, 'at'> => ({ operation: operation('Copy', ['clone']), target });

/** What a credential does for the first time, and where. */
export const FIRST_DOING_EXAMPLES: readonly Example[] = [
  {
    detector: 'first-sensitive-action-for-key',
    fires: true,
    when: 'a key with a history grants access for the first time',
    events: [...routine(8), { ...grant, at: START }],
  },
  {
    detector: 'first-sensitive-action-for-key',
    fires: false,
    when: 'it has granted access before',
    events: [...routine(8), ...routine(8, grant), { ...grant, at: START }],
  },
  {
    detector: 'first-sensitive-action-for-key',
    fires: false,
    when: 'another key of the same user has granted access before',
    events: [...routine(8), ...routine(8, { ...grant, context: { credential: 'KEY0002' } }), { ...grant, at: START }],
  },
  {
    detector: 'first-sensitive-action-for-key',
    fires: false,
    when: 'the key has no history yet',
    events: [...routine(1), { ...grant, at: START }],
  },
  {
    detector: 'first-sensitive-action-for-key',
    fires: false,
    when: 'the new action only reads',
    events: [...routine(8), { at: START, operation: operation('Describe', ['enumerate']) }],
  },
  {
    detector: 'first-place-for-key',
    fires: true,
    when: 'a key that copies one repository copies another',
    events: [...routine(8, copy('acme/shop')), { ...copy('acme/payroll'), at: START }],
  },
  {
    detector: 'first-place-for-key',
    fires: false,
    when: 'it copies the same one again',
    events: [...routine(8, copy('acme/shop')), { ...copy('acme/shop'), at: START }],
  },
  {
    detector: 'first-place-for-key',
    fires: false,
    when: 'it goes to a new place every day',
    events: [
      ...routine(20).map((event, index) => ({ ...event, ...copy(`acme/code-${index}`) })),
      { ...copy('acme/payroll'), at: START },
    ],
  },
  {
    detector: 'first-place-for-key',
    fires: false,
    when: 'the copy is refused',
    events: [
      ...routine(8, copy('acme/shop')),
      { at: START, operation: operation('Copy', ['clone'], { outcome: 'denied' }), target: 'acme/payroll' },
    ],
  },
];
