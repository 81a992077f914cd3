import type { Coverage } from '../core/coverage.ts';
import type { Credential, LineageEdge } from '../core/credential.ts';
import type { DetectorInfo } from '../core/detector.ts';
import type { Exposure } from '../core/exposure.ts';
import type { Incident } from '../core/incident.ts';
import type { NetworkInfo } from '../core/network.ts';
import type { Plan, PlanStep, Run, StepState } from '../core/playbook.ts';
import type { EventRow } from '../core/ports.ts';
import type { Proof } from '../core/proof.ts';
import type { Millis } from '../core/time.ts';

/** Where one step of a run stands. */
export interface StepView {
  readonly step: PlanStep;
  readonly state: StepState;
  readonly attempt: number;
  /** Evidence, reason or request to a person, by name. */
  readonly detail: Readonly<Record<string, string>>;
  /** Since when it is in this state; 0 while nothing has happened to it. */
  readonly at: Millis;
  readonly approvedBy: string;
}

/** A plan being carried out, or carried out. */
export interface RunView {
  readonly run: Run;
  readonly steps: readonly StepView[];
  /** What a person has to do, one sentence each. */
  readonly todo: readonly string[];
}

/** A span in which a source showed nothing, or may have. */
export interface BlindSpan {
  readonly title: string;
  readonly from: Millis;
  readonly to: Millis;
  readonly reason: string;
}

/** Another incident of the same story, and the sentences that say so. */
export interface LinkedView {
  readonly incident: Pick<Incident, 'id' | 'title' | 'severity' | 'status' | 'provider'>;
  readonly why: readonly string[];
}

/**
 * Everything that is known about one incident, for the formats that tell the whole of it.
 * The same report makes the same bytes: nothing in it is read from a clock or at random.
 */
export interface IncidentReport {
  readonly generatedAt: Millis;
  /** `keywatch 0.1.0` */
  readonly tool: string;
  /** SHA-256 (hex) of the configuration, or '' when there was none. */
  readonly configHash: string;
  readonly incident: Incident;
  /** By id, at least those of the incident's findings. */
  readonly detectors: ReadonlyMap<string, DetectorInfo>;
  readonly exposures: readonly Exposure[];
  /** The subtree with its ancestors. */
  readonly credentials: readonly Credential[];
  readonly edges: readonly LineageEdge[];
  /** Stored events of the incident, with the place of each in the evidence. */
  readonly events: readonly EventRow[];
  /** How many events of the subtree are stored; `events` may be fewer. */
  readonly eventCount: number;
  /** By address. */
  readonly networks: ReadonlyMap<string, NetworkInfo>;
  /** What could be done, as long as nothing has been. */
  readonly plan: Plan | null;
  /** Oldest first. */
  readonly runs: readonly RunView[];
  readonly proof: Proof | null;
  readonly coverage: Coverage;
  readonly blindSpans: readonly BlindSpan[];
  readonly linked: readonly LinkedView[];
}
