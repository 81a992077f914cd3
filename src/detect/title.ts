import { SEVERITY_POINTS } from '../core/detector.ts';
import type { ScorePart } from '../core/incident.ts';
import { SOURCE_BLIND } from './blindness.ts';
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

/** What was only tried is not told as done. */
function phraseOf(detector: string, phrases: ReadonlyMap<string, string>, refused: ReadonlySet<string>): string {
  const phrase = phrases.get(detector) ?? detector;
  return refused.has(detector) && !/refused|tried/.test(phrase) ? `${phrase} (refused)` : phrase;
}

/** Beside a source that went blind, findings belong to a source only where nothing in them names anybody. */
function wordsFor(node: Node, parts: readonly ScorePart[]): string {
  if (node.kind !== 'source' || parts.some(({ detector }) => detector === SOURCE_BLIND.id)) return subjectWords(node);
  return `A credential that nobody could name (${node.actor})`;
}

/** What titles say for detectors, and what need not be said beside it. */
export interface TitleWords {
  readonly phrases: ReadonlyMap<string, string>;
  readonly implies: ReadonlyMap<string, readonly string[]>;
}

/**
 * What happened, worst first, in words that continue the subject. Each phrase once.
 * @param refused detectors whose every event was refused
 */
export function incidentTitle(
  node: Node,
  parts: readonly ScorePart[],
  words: TitleWords,
  refused: ReadonlySet<string> = new Set(),
): string {
  const { implies, phrases } = words;
  const implied = new Set(parts.flatMap(({ detector }) => implies.get(detector) ?? []));
  const own = parts.filter(({ detector }) => !implied.has(detector));
  const phrasesOf = (some: readonly ScorePart[]): readonly string[] => [
    ...new Set(some.map(({ detector }) => phraseOf(detector, phrases, refused))),
  ];
  const all = phrasesOf(own);
  // Weak signals are counted, and named only where there is nothing stronger.
  const strong = phrasesOf(own.filter(({ points }) => points >= SEVERITY_POINTS.medium));
  const said = (strong.length > 0 ? strong : all).slice(0, SHOWN_DETECTORS);
  const rest = all.length - said.length;
  return `${wordsFor(node, parts)}: ${said.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}
