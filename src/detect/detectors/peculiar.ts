import type { Detector } from '../detector.ts';
import { FLAG } from '../flags.ts';

/** A tool made for breaking in, by its own name. */
export const attackTool: Detector = {
  info: {
    id: 'attack-tool',
    title: 'Call by a tool made for attacks',
    severity: 'high',
    attack: ['T1078', 'T1588.002'],
    detects:
      'User agents that name an attack tool, a secret scanner that tries keys, or a distribution for penetration tests.',
    misses: 'Everybody who changes the user agent.',
    falsePositives:
      'Tests and scanners of your own: silence them for a limited time, or bind their network to the credential.',
    triage: 'A key tried by a secret scanner has been found by somebody. Find out who ran it, and rotate.',
  },
  phrase: 'called by an attack tool',
  flags: FLAG.peculiar,
  observe(moment) {
    const { attackTool: tool, context } = moment.track;
    if (tool === '') return null;
    return {
      severity: 'high',
      key: tool.toLowerCase(),
      reason: `${moment.operation.action} called by ${tool} from ${context.address || 'an unknown place'}.`,
    };
  },
};

/** The all-powerful identity used by API. */
export const rootKey: Detector = {
  info: {
    id: 'root-key-used',
    title: 'Key of the root identity used',
    severity: 'critical',
    attack: ['T1078.004'],
    detects: 'Any call with a long-lived key of an account’s root identity.',
    misses: 'Root in a browser session, which is a matter of its own.',
    falsePositives: 'None worth keeping: such a key should not exist.',
    triage: 'Delete the key. If the owner does not know the call, the account is taken over.',
  },
  phrase: 'root key used',
  flags: FLAG.peculiar,
  observe(moment) {
    const { context } = moment.track;
    if (context.actorKind !== 'root' || context.credential === '' || context.credentialKind === 'session') return null;
    if (context.via !== '') return null;
    return {
      severity: 'critical',
      key: context.address,
      reason: `${moment.operation.action} called with a root key from ${context.address || 'an unknown place'}.`,
    };
  },
};
