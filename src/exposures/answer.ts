import { type Coverage, coverageSentence } from '../core/coverage.ts';
import type { Credential, CredentialBinding } from '../core/credential.ts';
import type { Exposure } from '../core/exposure.ts';
import type { NetworkLookup } from '../core/network.ts';
import type { EventRow } from '../core/ports.ts';
import type { Millis } from '../core/time.ts';
import { networkMatcher } from '../kit/cidr.ts';
import { type Life, lifeOf } from './life.ts';
import { type Tally, tally } from './tally.ts';
import { type Verdict, verdictOf } from './verdict.ts';

/** All that is known when somebody asks about a leak. */
export interface LeakQuestion {
  readonly exposure: Exposure;
  /** What store and inventory know about the key; null when it is unknown to both. */
  readonly credential: Credential | null;
  readonly binding: CredentialBinding | null;
  /** Everything minted from it, directly or not. */
  readonly descendants: readonly Credential[];
  /** Uses of the key and of its descendants, in any order; older ones are left out here. */
  readonly events: readonly EventRow[];
  /** False when there are more events than were handed in. */
  readonly complete: boolean;
  readonly coverage: Coverage;
  readonly networks: NetworkLookup;
  readonly now: Millis;
}

export interface AddressUse extends Tally {
  readonly owner: string;
  readonly country: string;
  /** Null where configuration does not say which networks are expected. */
  readonly expected: boolean | null;
}

/** Whose key, live or not, used since or not, by whom, from where, on what; and what could be seen at all. */
export interface LeakAnswer {
  readonly exposure: Exposure;
  readonly name: string;
  readonly owner: string;
  readonly provider: string;
  readonly account: string;
  readonly life: Life;
  readonly verdict: Verdict;
  readonly uses: number;
  /** False when `uses` and the lists are only the part that was looked at. */
  readonly complete: boolean;
  readonly refused: number;
  readonly firstUse: Millis | null;
  readonly lastUse: Millis | null;
  readonly by: readonly Tally[];
  readonly from: readonly AddressUse[];
  readonly actions: readonly Tally[];
  readonly targets: readonly Tally[];
  /** Credentials that were made from it after the exposure. */
  readonly minted: readonly string[];
  readonly coverage: string;
}

/** Pure: the same facts give the same answer. */
export function answerLeak(question: LeakQuestion): LeakAnswer {
  const { exposure, credential, binding, now } = question;
  const events = question.events.filter(({ time }) => time >= exposure.exposedAt);
  const times = events.map(({ time }) => time);
  const [provider = ''] = exposure.credential.split(':', 1);

  return {
    exposure,
    name: binding?.name ?? '',
    owner: binding?.owner !== undefined && binding.owner !== '' ? binding.owner : (credential?.actor ?? ''),
    provider: credential?.provider ?? provider,
    account: credential?.account ?? '',
    life: lifeOf(credential, now),
    verdict: verdictOf(question, events),
    uses: events.length,
    complete: question.complete,
    refused: events.filter(({ outcome }) => outcome === 'denied').length,
    firstUse: times.length === 0 ? null : times.reduce((least, time) => Math.min(least, time)),
    lastUse: times.length === 0 ? null : times.reduce((most, time) => Math.max(most, time)),
    by: tally(events.map(({ actor, session }) => (session === '' ? actor : `${actor} as ${session}`))),
    from: addressesOf(events, question),
    actions: tally(events.map(({ service, action }) => (service === '' ? action : `${service} ${action}`))),
    targets: tally(events.map(({ target }) => target)),
    minted: mintedSince(question),
    coverage: coverageSentence(question.coverage),
  };
}

function addressesOf(events: readonly EventRow[], { binding, networks }: LeakQuestion): readonly AddressUse[] {
  const blocks = binding?.networks ?? [];
  const isExpected = networkMatcher(blocks);
  return tally(events.map(({ address }) => address)).map((one) => {
    const info = networks.lookup(one.value);
    return {
      ...one,
      owner: info?.owner ?? '',
      country: info?.country ?? '',
      expected: blocks.length === 0 || info === null ? null : isExpected(one.value),
    };
  });
}

/** Where nobody knows when it was made, it counts: it may have been made after the exposure. */
function mintedSince({ descendants, exposure }: LeakQuestion): readonly string[] {
  return descendants
    .filter(({ createdAt, firstSeen }) => (createdAt ?? firstSeen ?? exposure.exposedAt) >= exposure.exposedAt)
    .map(({ id }) => id)
    .sort();
}
