import type { Operation } from '../core/batch.ts';
import type { CredentialBinding } from '../core/credential.ts';
import type { DetectorInfo } from '../core/detector.ts';
import type { Amount, Severity } from '../core/event.ts';
import type { Exposure } from '../core/exposure.ts';
import type { EvidenceEvent } from '../core/finding.ts';
import type { NetworkInfo } from '../core/network.ts';
import type { Millis } from '../core/time.ts';
import type { Node } from './lineage.ts';
import type { Cell } from './memory/cell.ts';
import type { Spot } from './spots.ts';
import type { Track } from './tracks.ts';

/** What a detector says about one event, or about what that event completed. */
export interface Observation {
  readonly severity: Severity;
  /** One sentence with the facts: what broke which baseline. */
  readonly reason: string;
  /** Default: the event at hand. */
  readonly evidence?: readonly EvidenceEvent[];
  /** True when it is about all that the principal does, whichever of its credentials did it. */
  readonly whole?: boolean;
  /** Makes the finding one of its kind for its subject; default: the event's id. */
  readonly key?: string;
}

/** The event at hand, as detectors see it. Valid only during the call. */
export interface Moment {
  readonly time: Millis;
  readonly flags: number;
  readonly track: Track;
  readonly operation: Operation;
  /** Number of the operation in memory, as cells hold it. */
  readonly action: number;
  readonly target: string;
  /** How much of what it was about, where the record says so. */
  readonly amount: Amount | null;
  /** The credential's node, or the principal's. */
  readonly node: Node;
  /** Memory of the credential or principal before this event; null where nothing is remembered. */
  readonly cell: Cell | null;
  readonly spot: Spot;
  eventId(): string;
  evidence(): EvidenceEvent;
}

/** What detectors may ask beyond the event. */
export interface Desk {
  /** Whether the network is normal for the credential, its principal or an ancestor. */
  isUsual(track: Track, network: NetworkInfo): boolean;
  /** Whether the tool family is normal for the credential or its principal. */
  isUsualTool(track: Track): boolean;
  networkOf(address: string): NetworkInfo | null;
  /** Whether a detector has said this, by the observation's key, about the credential. */
  wasTold(detector: string, alias: string, key: string): boolean;
  /** Counts what the principal does at this moment, whichever credential and address it uses. */
  principalSpot(moment: Moment): Spot;
  binding(node: Node): CredentialBinding | null;
  /** Known exposures of the credential, its ancestors and its principal. */
  exposures(track: Track): readonly Exposure[];
}

/** One built-in detector: deterministic, no clock but event time. */
export interface Detector {
  readonly info: DetectorInfo;
  /** Continues "key … of ci-deploy": `used from a network never seen before`. */
  readonly phrase: string;
  /** Asked only for rows with one of these flags. */
  readonly flags: number;
  observe(moment: Moment, desk: Desk): Observation | null;
}
