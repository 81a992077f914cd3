import type { IncidentStatus } from '../core/incident.ts';
import type { EventStore, JournalStore } from '../core/ports.ts';
import type { Proof, ProofVerdict, Silence } from '../core/proof.ts';
import type { Clock, Millis } from '../core/time.ts';
import { MINUTE } from '../core/time.ts';
import { roundsOf } from './converge.ts';
import { missingSteps } from './missing-steps.ts';
import { planPlaybook } from './plan.ts';
import type { PlanInput } from './plan-input.ts';
import type { Playbook } from './playbook.ts';
import { statementOf } from './proof-statement.ts';
import type { StepRecord } from './records.ts';
import { isUnderWay } from './records.ts';
import type { Recheck, RunReport, Saga } from './saga-types.ts';
import { observedThrough, SPREADING, silenceOf, silentUntil, unseenBy, withFindings } from './silence.ts';
import { suspectsOf } from './suspects.ts';

/** A source that would show use of the contained credentials. */
export interface WatchedSource {
  readonly title: string;
  /** Whose credentials it shows. */
  readonly provider: string;
  readonly observedThrough: Millis;
  /** How late its records may arrive. */
  readonly lag: Millis;
  readonly blindSpots: readonly string[];
  /** Spans that it can never show, as the provider had forgotten them already. */
  readonly gaps?: readonly { readonly from: Millis; readonly to: Millis; readonly reason: string }[];
}

export interface ProveDeps {
  readonly saga: Saga;
  readonly journal: Pick<JournalStore, 'entries'>;
  readonly events: Pick<EventStore, 'search'>;
  readonly clock: Clock;
  sources(): Promise<readonly WatchedSource[]>;
  /** How long the log must be silent; `MIN_SILENCE` when absent. */
  readonly silence?: Millis;
  look(): Promise<PlanInput>;
  /** The one whose steps must be in place. */
  readonly playbook: Playbook;
}

/** Asks the provider about every step that is in place and reads the log since. Changes nothing. */
export async function prove(deps: ProveDeps, run: string): Promise<Proof> {
  const report = await deps.saga.report(run);
  const containedAt = containedAtOf(report);
  const input = await deps.look();
  const { reached } = suspectsOf(input);
  const providers = new Set(reached.map((one) => one.provider));
  const sources = (await deps.sources()).filter((one) => providers.has(one.provider));
  const rechecks = latestOf(await deps.saga.recheck(run));
  const rounds = roundsOf(await deps.journal.entries(run));
  const observed = observedThrough(sources, containedAt);
  const from = containedAt + SPREADING;
  const watched = reached.map(({ id }) => id).filter((id) => !isSpared(id, report.steps));
  const silence = withFindings(
    await silenceOf(deps.events, watched, containedAt, from, observed),
    watched.length < reached.length ? input.incident : null,
  );
  const missing = missingSteps(planPlaybook(deps.playbook, input), report.steps, rechecks, input).length > 0;
  // What the last look found has been put right since, but nobody has looked again.
  const unsettled = missing || (rounds.at(-1)?.found ?? []).length > 0;
  const until = silentUntil(containedAt, sources, deps.silence);
  const verdict = verdictOf(report, rechecks, silence, unsettled, observed >= until);
  const facts = {
    run,
    incident: report.run.plan.incident,
    at: deps.clock.now(),
    verdict,
    containedAt,
    rounds,
    provider: rechecks.map(providerLine),
    silence,
    seen: sources.map((one) => one.title),
    notVisible: unseenBy(sources, containedAt, observed),
    nextAt: verdict === 'waiting' ? deps.clock.now() + Math.max(MINUTE, until - observed) : null,
  };
  return { ...facts, statement: statementOf(facts) };
}

/** Its owner goes on using it, as whoever stole it would: the log cannot tell the two apart. */
function isSpared(credential: string, steps: RunReport['steps']): boolean {
  const containing = steps.filter(({ step }) => step.capability === 'contain' && step.covers.includes(credential));
  return containing.length > 0 && containing.every(({ step }) => step.target.spares === true);
}

/** What an incident's status becomes by a run and its proof; null leaves it as it is. */
export function statusAfter(report: RunReport, proof: Proof | null): IncidentStatus | null {
  if (proof?.verdict === 'proven') return 'verified';
  if (proof?.verdict === 'contradicted') return null;
  const containing = report.steps.filter((one) => one.step.capability === 'contain');
  const inPlace = containing.every((one) => one.state === 'verified' || one.state === 'skipped');
  return containing.length > 0 && inPlace ? 'contained' : null;
}

/** When the last containing step was in place; the start of the run where there is none. */
function containedAtOf(report: RunReport): Millis {
  const times = report.steps
    .filter((one) => one.step.capability === 'contain' && one.receipt !== null)
    .map((one) => one.at);
  return Math.max(report.run.startedAt, ...times);
}

/** Of steps that were done again, the last. */
function latestOf(rechecks: readonly Recheck[]): readonly Recheck[] {
  const key = (one: Recheck): string => `${one.record.step.action} ${one.record.step.target.key}`;
  return rechecks.filter((one, index) => !rechecks.slice(index + 1).some((later) => key(later) === key(one)));
}

function verdictOf(
  report: RunReport,
  rechecks: readonly Recheck[],
  silence: Silence,
  unsettled: boolean,
  longEnough: boolean,
): ProofVerdict {
  if (silence.succeeded > 0 || unsettled) return 'contradicted';
  const unsure = rechecks.filter((one) => one.result.kind === 'not-yet');
  if (rechecks.some((one) => one.result.kind === 'failed') || !unsure.every((one) => isUnderWay(one.record)))
    return 'contradicted';
  if (rechecks.some((one) => one.result.kind === 'unproven') || report.steps.some(isOpen)) return 'unproven';
  return longEnough && unsure.length === 0 ? 'proven' : 'waiting';
}

/** A containing step that did not come about leaves something uncontained. */
function isOpen(record: StepRecord): boolean {
  if (record.step.capability !== 'contain' || isUnderWay(record)) return false;
  return record.state === 'failed' || record.state === 'waiting' || record.state === 'pending';
}

function providerLine({ record, result }: Recheck): Proof['provider'][number] {
  const evidence = result.kind === 'verified' ? result.evidence : result.reason;
  return {
    step: record.step.id,
    label: `${record.step.title}: ${record.step.target.label}`,
    result: result.kind,
    evidence,
  };
}
