import type { Exposure } from '../core/exposure.ts';
import type { Secret } from '../core/secret.ts';
import type { Millis } from '../core/time.ts';
import { displayForm, fingerprint } from '../kit/fingerprint.ts';
import { deterministicId } from '../kit/ids.ts';
import { findKeys, type KeyMatch, type ProviderKeyFormat } from '../kit/key-scan.ts';
import type { Candidate, Skipped } from './candidate.ts';
import { type Sighting, sightingsIn } from './judge-candidate.ts';
import { parseReport } from './parse-report.ts';

interface Circumstances {
  /** Where it was found, in the words of whoever reports it. */
  readonly place?: string;
  /** Since when others may have read it; without it, the moment of reporting. */
  readonly since?: Millis;
  readonly public?: boolean;
}

export type LeakInput =
  /** Comes from the command line: must be an id, never a secret. */
  | ({ readonly kind: 'key-id'; readonly text: string; readonly withSecret?: boolean } & Circumstances)
  | ({ readonly kind: 'secret'; readonly secret: Secret } & Circumstances)
  | ({ readonly kind: 'report'; readonly text: string } & Circumstances);

export interface LeakContext {
  readonly keyFormats: readonly ProviderKeyFormat[];
  readonly fingerprintKey: Uint8Array;
  readonly now: Millis;
}

export interface LeakIntake {
  readonly exposures: readonly Exposure[];
  readonly skipped: readonly Skipped[];
}

/**
 * Turns a leak, however it was reported, into exposures. Secrets are hashed and dropped here;
 * nothing that is returned holds one.
 * @throws AppError `LEAK_REPORT_UNKNOWN` for a report in no known format
 */
export function takeLeak(input: LeakInput, context: LeakContext): LeakIntake {
  if (input.kind === 'key-id') return takeId(input, context);
  if (input.kind === 'secret') return takeSecret(input, context);
  const report = parseReport(input.text);
  const taken = report.candidates.map((candidate) => takeCandidate(candidate, 'scanner-report', input, context));
  return {
    exposures: unique(taken.flatMap(({ exposures }) => exposures)),
    skipped: [...report.skipped, ...taken.flatMap(({ skipped }) => skipped)],
  };
}

function takeId(input: LeakInput & { readonly kind: 'key-id' }, context: LeakContext): LeakIntake {
  const { place = '' } = input;
  const text = input.text.trim();
  const bare = text.slice(text.indexOf(':') + 1);
  if (
    findKeys(text, context.keyFormats).some((match) => match.format.sensitivity === 'secret' && isWhole(match, text))
  ) {
    const reason =
      'is a secret, not an id: give secrets on standard input; this one now stands in the history of the shell';
    return { exposures: [], skipped: [{ place, reason }] };
  }
  const sightings = sightingsIn(bare, context.keyFormats, context.fingerprintKey).filter(
    ({ secretSeen }) => !secretSeen,
  );
  const known = sightings.length > 0 ? sightings : aliasSighting(text, context);
  if (known.length === 0)
    return { exposures: [], skipped: [{ place, reason: 'is no key id of a connector that there is' }] };
  return {
    exposures: known.map((sighting) => {
      const told = input.withSecret === true ? withItsSecret(sighting) : sighting;
      return exposureOf(told, 'manual', place, null, input, context);
    }),
    skipped: [],
  };
}

/** Whoever reports it has seen the secret, or knows that others have, and does not have it at hand. */
function withItsSecret(sighting: Sighting): Sighting {
  return {
    ...sighting,
    secretSeen: true,
    summary: sighting.summary.replace(' without its secret', ' with its secret'),
  };
}

/** Without a prefix of its own, only a whole word speaks for a secret: ids may have its form inside. */
function isWhole({ format, text }: KeyMatch, given: string): boolean {
  return format.prefixes.length > 0 || text === given;
}

/** An alias in full (`<connector>:<identifier>`) is taken as it is: not every identifier has a form of its own. */
function aliasSighting(text: string, { keyFormats }: LeakContext): readonly Sighting[] {
  const provider = /^([a-z][a-z0-9-]*):\S+$/.exec(text)?.[1];
  if (provider === undefined || !keyFormats.some((one) => one.provider === provider)) return [];
  return [
    {
      credential: text,
      fingerprint: '',
      secretSeen: false,
      summary: `credential ${text} without its secret`,
      guess: false,
    },
  ];
}

function takeSecret(input: LeakInput & { readonly kind: 'secret' }, context: LeakContext): LeakIntake {
  const text = input.secret.reveal().trim();
  const { place = '' } = input;
  if (text === '') return { exposures: [], skipped: [{ place, reason: 'nothing was given' }] };
  const sightings = sightingsIn(text, context.keyFormats, context.fingerprintKey);
  // A secret of an unknown kind is still recognised when it is reported again.
  const known = sightings.length > 0 ? sightings : [unknownSecret(text, context)];
  return {
    exposures: unique(known.map((sighting) => exposureOf(sighting, 'manual', place, null, input, context))),
    skipped: [],
  };
}

function unknownSecret(text: string, { fingerprintKey }: LeakContext): Sighting {
  return {
    credential: '',
    fingerprint: fingerprint(fingerprintKey, text),
    secretSeen: true,
    summary: `secret of unknown kind ${displayForm(text)}`,
    guess: true,
  };
}

function takeCandidate(candidate: Candidate, origin: string, input: LeakInput, context: LeakContext): LeakIntake {
  const { place, rule, at } = candidate;
  const sightings = sightingsIn(candidate.text.reveal(), context.keyFormats, context.fingerprintKey).filter(
    ({ guess }) => !guess,
  );
  if (sightings.length === 0)
    return { exposures: [], skipped: [{ place, reason: `holds no key of a connector that there is (rule ${rule})` }] };
  const open = candidate.public || input.public === true;
  const exposures = sightings.map((sighting) =>
    exposureOf(sighting, origin, place, at, { ...input, public: open }, context),
  );
  return { exposures, skipped: [] };
}

function exposureOf(
  sighting: Sighting,
  origin: string,
  place: string,
  at: Millis | null,
  input: Circumstances,
  context: LeakContext,
): Exposure {
  const { credential, secretSeen, summary } = sighting;
  return {
    // Told with another moment, it is another claim.
    id: deterministicId('exp', [
      credential,
      sighting.fingerprint,
      place,
      ...(secretSeen && sighting.fingerprint === '' ? ['with its secret'] : []),
      ...(input.since === undefined ? [] : [String(input.since)]),
    ]),
    credential,
    ...(sighting.credentialKind === undefined ? {} : { credentialKind: sighting.credentialKind }),
    fingerprint: sighting.fingerprint,
    origin,
    summary,
    place,
    public: input.public === true,
    secretSeen,
    // Commit dates are written by whoever commits: nothing was exposed in the future.
    exposedAt: Math.min(at ?? input.since ?? context.now, context.now),
    reportedAt: context.now,
  };
}

function unique(exposures: readonly Exposure[]): readonly Exposure[] {
  return [...new Map(exposures.map((exposure) => [exposure.id, exposure])).values()];
}
