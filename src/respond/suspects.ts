import type { Credential, LineageEdge } from '../core/credential.ts';
import type { Millis } from '../core/time.ts';
import type { PlanInput } from './plan-input.ts';

/** Which credentials a containment has to reach, and which it leaves alone and why. */
export interface Suspects {
  readonly since: Millis;
  /** Also those that are gone: what they minted lives on. */
  readonly reached: readonly Credential[];
  readonly spared: readonly { readonly what: string; readonly why: string }[];
}

/**
 * The subject, what was minted from it since it is suspect, and what appeared for the same
 * actors since then without a minting event that we have seen (its record may be late).
 */
export function suspectsOf(input: PlanInput): Suspects {
  const since = suspectSince(input);
  const reached = new Map<string, Credential>();
  const spared: { what: string; why: string }[] = [];
  for (const credential of input.subtree) {
    const why = spareReason(credential, reached, since, input);
    if (why === null) reached.set(credential.id, credential);
    else spared.push({ what: credential.id, why });
  }
  for (const credential of input.known) {
    if (!reached.has(credential.id) && appearedBeside(credential, [...reached.values()], since, input))
      reached.set(credential.id, credential);
  }
  return { since, reached: [...reached.values()], spared };
}

/** Earliest possible misuse: exposure if one is known, else the first event of the incident. */
function suspectSince(input: PlanInput): Millis {
  const moments = input.exposures.map((exposure) => exposure.exposedAt);
  if (input.incident !== null) moments.push(input.incident.firstEvent);
  return moments.length === 0 ? input.now : Math.min(...moments);
}

/** null: reached; else the reason for leaving it alone. */
function spareReason(
  credential: Credential,
  reached: ReadonlyMap<string, Credential>,
  since: Millis,
  input: PlanInput,
): string | null {
  if (names(credential).includes(input.subject)) return null;
  if (issuedByUs(credential, input)) return 'made by Keywatch as a successor';
  const minting = input.edges.filter((edge) => names(credential).includes(edge.child));
  if (minting.length === 0) return null;
  if (minting.some((edge) => fromSuspect(edge, reached, since))) return null;
  return minting.some((edge) => edge.at < since) ? 'minted before the credential was suspect' : null;
}

function fromSuspect(edge: LineageEdge, reached: ReadonlyMap<string, Credential>, since: Millis): boolean {
  return edge.at >= since && [...reached.values()].some((one) => names(one).includes(edge.parent));
}

function appearedBeside(
  credential: Credential,
  reached: readonly Credential[],
  since: Millis,
  input: PlanInput,
): boolean {
  if (credential.createdAt === null || credential.createdAt < since) return false;
  if (credential.state === 'deleted' || credential.kind === 'session' || issuedByUs(credential, input)) return false;
  return reached.some((one) => one.actor === credential.actor && one.provider === credential.provider);
}

function issuedByUs(credential: Credential, input: PlanInput): boolean {
  return names(credential).some((name) => input.issued.includes(name));
}

function names(credential: Credential): readonly string[] {
  return [credential.id, ...credential.aliases];
}
