import type { Severity } from '../../core/event.ts';
import type { Exposure } from '../../core/exposure.ts';
import { isoTime } from '../../core/time.ts';
import type { Desk, Detector, Moment, Observation } from '../detector.ts';
import { FLAG } from '../flags.ts';
import type { Cell } from '../memory/cell.ts';

const ID = 'leaked-key-in-use';

/** How the place of use relates to where the credential was used before the leak. */
export type Place = 'known' | 'new' | 'unclear';

const SEVERITY: Readonly<Record<Place, Severity>> = { known: 'high', unclear: 'high', new: 'critical' };
/** An identifier alone is no secret: somebody seeing it does not mean that somebody can use it. */
const SEVERITY_ID_ONLY: Readonly<Record<Place, Severity>> = { known: 'info', unclear: 'low', new: 'medium' };

/** The join of a leak with real use: the credential, or something minted from it, worked after exposure. */
export const leakedKeyInUse: Detector = {
  info: {
    id: ID,
    title: 'Exposed credential in use',
    severity: 'critical',
    attack: ['T1552.001', 'T1078'],
    detects:
      'Successful use of a credential, or of anything minted from it, after its secret was exposed; told apart by networks known and unknown before the leak.',
    misses: 'Use before the exposure was reported with the right time, and thieves in a network that the owner uses.',
    falsePositives:
      'The owner\'s own service goes on working after the leak: that is "known network" and one step lower.',
    triage:
      'From an unknown network: contain at once. From known ones only: rotate in order, the plan names who uses it.',
  },
  phrase: 'exposed and in use',
  flags: FLAG.exposed,
  observe(moment: Moment, desk: Desk): Observation | null {
    if ((moment.flags & (FLAG.failed | FLAG.denied)) !== 0 || moment.track.context.via !== '') return null;
    const exposure = earliest(desk.exposures(moment.track), moment.time);
    if (exposure === null) return null;
    const { context, network } = moment.track;
    if (isTold(moment, exposure, desk)) return null;
    const place = placeOf(moment, exposure);
    const severity = leakSeverity(exposure, place);
    if (severity === 'info') return null;
    const where = network === null ? 'an unknown place' : `${context.address} (${network.owner || network.network})`;
    return {
      severity,
      key: `${exposure.id}/${network?.network ?? ''}`,
      reason: leakSentence(
        exposure,
        place,
        (moment.flags & FLAG.usageStamp) !== 0
          ? `used ${isoTime(moment.time)}, as the provider's own stamp says`
          : `used ${isoTime(moment.time)} for ${moment.operation.action} from ${where}`,
      ),
    };
  },
};

/**
 * What came out of the leaked credential and is used from where its own use was told, is the same story; so is a stamp of
 * a use that the log has shown.
 */
function isTold({ cell, flags, node, track }: Moment, { credential, id }: Exposure, desk: Desk): boolean {
  const wasTold = (network: string): boolean => desk.wasTold(ID, credential, `${id}/${network}`);
  if ((flags & FLAG.usageStamp) !== 0) return (cell?.networks ?? []).some(({ value }) => wasTold(value));
  const { network } = track;
  const isItself = node.id === credential || (node.aliases ?? []).includes(credential);
  return credential !== '' && !isItself && network !== null && wasTold(network.network);
}

/** Of several reports, the one whose secret was seen first counts. */
function earliest(exposures: readonly Exposure[], at: number): Exposure | null {
  const valid = exposures.filter((exposure) => exposure.exposedAt <= at);
  const proven = valid.filter((exposure) => exposure.secretSeen);
  const candidates = proven.length > 0 ? proven : valid;
  return candidates.reduce<Exposure | null>(
    (first, item) => (first === null || item.exposedAt < first.exposedAt ? item : first),
    null,
  );
}

function placeOf(moment: Moment, exposure: Exposure): Place {
  const { cell, track } = moment;
  if (track.network === null || cell === null) return 'unclear';
  return placeBefore(cell, track.network.network, exposure.exposedAt);
}

/** Whether a network belonged to normal use before the leak; unclear where there was no use before. */
export function placeBefore(cell: Cell, network: string, exposedAt: number): Place {
  const before = cell.networks.filter((seen) => seen.first < exposedAt && !seen.suspect);
  if (before.some((seen) => seen.value === network)) return 'known';
  return before.length === 0 ? 'unclear' : 'new';
}

export function leakSeverity(exposure: Exposure, place: Place): Severity {
  return (exposure.secretSeen ? SEVERITY : SEVERITY_ID_ONLY)[place];
}

const NOVELTY: Readonly<Record<Place, string>> = {
  known: 'a network it used before the leak',
  unclear: 'without any use before the leak to compare',
  new: 'a network it never used before the leak',
};

/** @param use what was done since, from where */
export function leakSentence(exposure: Exposure, place: Place, use: string): string {
  return `Exposed ${isoTime(exposure.exposedAt)} (${exposure.summary}), ${use}: ${NOVELTY[place]}.`;
}
