import type { ScorePart } from '../core/incident.ts';
import type { Node } from './lineage.ts';

const SHOWN_DETECTORS = 3;
const LONG_ID = 16;

/** The last part of a principal: `ci-deploy` for `arn:…:user/ci-deploy`. */
export function shortActor(actor: string): string {
  const parts = actor.split(/[/:]/).filter((part) => part !== '');
  return parts.at(-1) ?? actor;
}

/** Enough of an id to recognise it: `AKIA…7QF3`. */
export function shortId(alias: string): string {
  const id = alias.slice(alias.indexOf(':') + 1);
  return id.length <= LONG_ID ? id : `${id.slice(0, 4)}…${id.slice(-4)}`;
}

/** `Key AKIA…7QF3 of ci-deploy`, `Role app-server`, ... */
export function subjectWords(node: Node): string {
  const who = shortActor(node.actor);
  if (node.kind === 'source') return `Source ${node.actor}`;
  if (node.kind === 'principal') {
    return node.session === ''
      ? `Identity ${who}`
      : `${node.workload ? 'Workload' : 'Identity'} ${node.session} (${who})`;
  }
  const noun =
    node.credentialKind === 'session'
      ? 'Session'
      : node.credentialKind === 'key' || node.credentialKind === 'none'
        ? 'Key'
        : 'Token';
  return who === '' ? `${noun} ${shortId(node.id)}` : `${noun} ${shortId(node.id)} of ${who}`;
}

/** What happened, worst first, in words that continue the subject. */
export function incidentTitle(node: Node, parts: readonly ScorePart[], phrases: ReadonlyMap<string, string>): string {
  const said = parts.slice(0, SHOWN_DETECTORS).map((part) => phrases.get(part.detector) ?? part.detector);
  const rest = parts.length - said.length;
  return `${subjectWords(node)}: ${said.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}
