import type { DetectorInfo } from '../../core/detector.ts';
import type { Note } from '../../core/event.ts';
import type { Observation } from '../detector.ts';

export const PROVIDER_SIGNAL: DetectorInfo = {
  id: 'provider-signal',
  title: 'The provider reports something wrong with this identity',
  severity: 'high',
  attack: ['T1078'],
  detects: "Findings of the provider's own threat detection that name a credential or a principal.",
  misses: 'Whatever the provider does not look at, and accounts where its service is off.',
  falsePositives: 'As frequent as the provider makes them; its severity is taken over.',
  triage: "Read the provider's finding, then the timeline of the identity here.",
};

export function observeSignal(note: Extract<Note, { kind: 'provider-signal' }>): Observation {
  return {
    severity: note.severity,
    key: `${note.type}/${note.alias}/${note.actor}`,
    reason: `${note.type}: ${note.summary}`,
  };
}
