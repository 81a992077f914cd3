import { AWAY, DAY, MINUTE, OFFICE, routine, START } from '../support/story.ts';
import type { Example } from './example.ts';

const away = { address: AWAY, agent: 'thief/2.0' };
const workload = {
  credential: 'WORKLOAD1',
  credentialKind: 'session',
  actorKind: 'workload',
  actor: 'role/app',
  session: 'machine-1',
  agent: 'app/1.0',
} as const;
const robot = { credentialKind: 'key', credential: 'ROBOT' } as const;

/** Where and with what a credential is used. */
export const PLACE_EXAMPLES: readonly Example[] = [
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
];
