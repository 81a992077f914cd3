import type { Note } from '../../../../src/core/event.ts';
import { AWAY, DAY, MINUTE, routine, START } from '../support/story.ts';
import type { Example } from './example.ts';

const away = { address: AWAY, agent: 'thief/2.0' };
const denied = { outcome: 'denied', errorCode: 'AccessDenied' } as const;
const leak: readonly Note[] = [
  {
    kind: 'exposure',
    alias: 'KEY0001',
    actor: '',
    origin: 'scanner',
    summary: 'key in a public repository',
    place: 'example/repo',
    public: true,
  },
];

/** What is known about a credential, and what is then done with it. */
export const CREDENTIAL_EXAMPLES: readonly Example[] = [
  {
    detector: 'leaked-key-in-use',
    fires: true,
    when: 'an exposed key is used from a network that it never used',
    events: [...routine(8), { at: START, notes: leak }, { at: START + MINUTE, context: away }],
  },
  {
    detector: 'leaked-key-in-use',
    fires: true,
    when: 'a session minted from an exposed key is used',
    events: [
      { at: START, notes: leak, minted: [{ alias: 'S1' }] },
      { at: START + MINUTE, context: { credential: 'S1', credentialKind: 'session' } },
    ],
  },
  {
    detector: 'leaked-key-in-use',
    fires: false,
    when: 'the key was used before the leak only',
    events: [...routine(8), { at: START, operation: denied, notes: leak }],
  },
  {
    detector: 'leaked-key-in-use',
    fires: false,
    when: 'calls after the leak are refused',
    events: [
      { at: START, operation: denied, notes: leak },
      { at: START + MINUTE, context: away, operation: denied },
    ],
  },
  {
    detector: 'leaked-key-in-use',
    fires: false,
    when: 'another key is used',
    events: [
      { at: START, operation: denied, notes: leak },
      { at: START + MINUTE, context: { credential: 'KEY0002', ...away } },
    ],
  },
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
  {
    detector: 'credential-exposed',
    fires: true,
    when: 'a record says that the secret is public',
    events: [{ at: START, notes: leak }],
  },
  { detector: 'credential-exposed', fires: false, when: 'no record says so', events: [{ at: START }] },
];
