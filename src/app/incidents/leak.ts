import type { Config } from '../../config/config.ts';
import { loadInstallKey } from '../../config/install-key.ts';
import type { Exposure } from '../../core/exposure.ts';
import type { Incident } from '../../core/incident.ts';
import type { NetworkLookup } from '../../core/network.ts';
import type { EventRow, PageRequest, SearchPage, Store } from '../../core/ports.ts';
import { type Millis, SECOND } from '../../core/time.ts';
import { answerLeak, type LeakAnswer } from '../../exposures/answer.ts';
import { type LeakInput, takeLeak } from '../../exposures/intake.ts';
import { leakSentences, useLines } from '../../exposures/sentences.ts';
import { keyFormatsOf } from '../../kit/key-scan.ts';
import { bindingOf } from '../keys/bindings.ts';
import { openNetworks } from '../setup/networks.ts';
import type { Surroundings } from '../surroundings.ts';
import { coverageOf } from '../watch/known-sources.ts';
import { tryLease } from '../watch/lease.ts';
import { saveExposures } from '../watch/pending-exposures.ts';
import { withDetection } from '../watch/with-detection.ts';

export type { LeakAnswer, LeakInput };

export interface LeakOptions {
  readonly store: Store;
  readonly config: Config;
  /** Where the key lies under which secrets are fingerprinted. */
  readonly fingerprintKey: string;
  readonly around: Surroundings;
}

/** One exposure with all there is to say about it. */
export interface ToldLeak {
  readonly answer: LeakAnswer;
  /** The answer in sentences, the verdict first. Others wrote parts of it: escape on output. */
  readonly sentences: readonly string[];
  /** Where nobody said when it was exposed: its use before the report, in sentences. Null where that was said, and where there was none. */
  readonly before: readonly string[] | null;
  /** False when the same report was made before. */
  readonly isNew: boolean;
  /** Open incidents of the credential, the worst first. */
  readonly incidents: readonly Incident[];
}

export interface LeakResult {
  readonly leaks: readonly ToldLeak[];
  readonly skipped: readonly { readonly place: string; readonly reason: string }[];
  /** True when a daemon holds the database: it judges the exposure at its next turn. */
  readonly leftToDaemon: boolean;
}

/** Uses that an answer looks at; beyond, it says "at least". */
const MOST_USES = 5_000;
const PAGE = 1_000;

/** Takes a report in, has it judged, and answers. Secrets are hashed on the way in and dropped. */
export async function leak(input: LeakInput, options: LeakOptions): Promise<LeakResult> {
  const { store, config, around } = options;
  const { exposures, skipped } = takeLeak(input, {
    keyFormats: keyFormatsOf(Object.values(around.connectors)),
    fingerprintKey: await loadInstallKey(options.fingerprintKey, (bytes) => around.system.random(bytes)),
    now: nowOf(around),
  });
  if (exposures.length === 0) return { leaks: [], skipped, leftToDaemon: false };
  const claims = await Promise.all(exposures.map((exposure) => claimOf(store, exposure, input.since !== undefined)));
  await saveExposures(
    store,
    claims.filter(({ isNew }) => isNew).map(({ exposure }) => exposure),
  );
  const lease = await tryLease(store.leases, around.system);
  if (lease !== null) await withDetection({ store, config, around, lease }, () => Promise.resolve());
  const networks = openNetworks(config);
  const leaks: ToldLeak[] = [];
  for (const claim of claims) leaks.push(await tell(claim, options, networks));
  return { leaks, skipped, leftToDaemon: lease === null };
}

/** Whole seconds, as people write and read moments. */
function nowOf({ system }: Surroundings): Millis {
  return Math.floor(system.clock.now() / SECOND) * SECOND;
}

interface Claim {
  readonly exposure: Exposure;
  readonly isNew: boolean;
  readonly dated: boolean;
}

/** The earliest known moment of the same leak counts, unless somebody asks about another one. */
async function claimOf(store: Store, reported: Exposure, dated: boolean): Promise<Claim> {
  const { credential, fingerprint, place, secretSeen, exposedAt } = reported;
  const known = await store.credentials.exposures(fingerprint === '' ? { credential } : { fingerprint });
  const same = known.filter((one) => one.place === place && one.secretSeen === secretSeen);
  const earliest = same.toSorted((a, b) => a.exposedAt - b.exposedAt)[0];
  if (earliest === undefined || earliest.exposedAt > exposedAt) return { exposure: reported, isNew: true, dated };
  return { exposure: dated ? { ...earliest, exposedAt } : earliest, isNew: false, dated: true };
}

async function tell(claim: Claim, options: LeakOptions, networks: NetworkLookup): Promise<ToldLeak> {
  const { store, config } = options;
  const { exposure, isNew } = claim;
  const { credential: alias } = exposure;
  const credential = alias === '' ? null : await store.credentials.get(alias);
  const answerSince = async (exposedAt: Millis): Promise<LeakAnswer> =>
    answerLeak({
      exposure: { ...exposure, exposedAt },
      credential,
      binding: alias === '' ? null : bindingOf(credential ?? { aliases: [alias] }, config.credentials),
      descendants: alias === '' ? [] : (await store.credentials.descendants(alias)).credentials,
      ...(await usesSince(store, alias, exposedAt)),
      coverage: await coverageOf(store),
      networks,
      now: nowOf(options.around),
    });
  const answer = await answerSince(exposure.exposedAt);
  const before = claim.dated || answer.uses > 0 ? null : await answerSince(0);
  return {
    answer,
    sentences: leakSentences(answer),
    before: before === null || before.uses === 0 ? null : useLines(before),
    isNew,
    incidents: alias === '' ? [] : await store.incidents.list({ credential: alias, open: true }),
  };
}

/** Uses of the key and of everything minted from it, the newest first. */
async function usesSince(
  store: Store,
  credential: string,
  from: Millis,
): Promise<{ readonly events: readonly EventRow[]; readonly complete: boolean }> {
  const events: EventRow[] = [];
  let after: string | null = credential === '' ? null : '';
  while (after !== null && events.length < MOST_USES) {
    const request: PageRequest = { limit: PAGE, ...(after === '' ? {} : { after }) };
    const page: SearchPage = await store.events.search({ credential, lineage: true, from }, request);
    events.push(...page.rows);
    after = page.next;
  }
  return { events, complete: after === null };
}
