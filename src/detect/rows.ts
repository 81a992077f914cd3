import type { CommittedBatch, EventContext, Fact, Operation } from '../core/batch.ts';
import { eventIdOf } from '../core/batch.ts';
import type { Amount } from '../core/event.ts';
import type { EvidenceEvent } from '../core/finding.ts';
import type { Millis } from '../core/time.ts';
import { HOUR } from '../core/time.ts';
import type { Moment } from './detector.ts';
import { operationFlags } from './flags.ts';
import type { Node } from './lineage.ts';
import type { Cell } from './memory/cell.ts';
import type { Spot } from './spots.ts';
import type { Track } from './tracks.ts';

/** Events older than this when they arrived are history: they page nobody. */
export const HISTORICAL_AGE: Millis = HOUR;

export function isHistory(at: Millis, seenAt: Millis): boolean {
  return seenAt - at > HISTORICAL_AGE;
}

/** What the engine keeps beside a batch while rows of it wait. */
export interface BatchView {
  readonly facts: ReadonlyMap<number, readonly Fact[]>;
  readonly operationFlags: readonly number[];
  /** Numbers of the batch's operations in memory. */
  readonly actions: readonly number[];
  /** Tracks by the batch's own context numbers, filled on first use. */
  readonly tracks: (Track | undefined)[];
}

export function viewOf(committed: CommittedBatch, actionNumber: (name: string) => number): BatchView {
  const { batch } = committed;
  const facts = new Map<number, Fact[]>();
  for (const fact of batch.facts) {
    if (committed.fresh[fact.row] !== 1) continue;
    const list = facts.get(fact.row);
    if (list === undefined) facts.set(fact.row, [fact]);
    else list.push(fact);
  }
  return {
    facts,
    operationFlags: batch.operations.map(operationFlags),
    actions: batch.operations.map((operation) => actionNumber(`${operation.service}/${operation.action}`)),
    tracks: [],
  };
}

/** Whether detection can say anything about rows of this context that carry no facts. */
export function isRelevant(context: EventContext): boolean {
  return context.credential !== '' || (context.actor !== '' && context.actorKind !== 'service');
}

/** The event at hand; one object, moved from row to row. */
export class Cursor implements Moment {
  committed: CommittedBatch;
  row = 0;
  time: Millis = 0;
  flags = 0;
  track: Track;
  operation: Operation;
  action = 0;
  amount: Amount | null = null;
  /** Whom another log names for the request. */
  maker: Node | null = null;

  constructor(committed: CommittedBatch, track: Track, operation: Operation) {
    this.committed = committed;
    this.track = track;
    this.operation = operation;
  }

  get node(): Node {
    return this.track.node;
  }

  get cell(): Cell | null {
    return this.track.cell;
  }

  get spot(): Spot {
    return this.track.spot;
  }

  get target(): string {
    const { batch } = this.committed;
    return batch.targets[batch.target[this.row] ?? 0] ?? '';
  }

  get historical(): boolean {
    return isHistory(this.time, this.committed.seenAt);
  }

  eventId(): string {
    return eventIdOf(this.committed.batch, this.row);
  }

  evidence(): EvidenceEvent {
    const { context, tool } = this.track;
    const node = this.maker ?? this.track.node;
    return {
      eventId: this.eventId(),
      time: this.time,
      provider: context.provider,
      credential: node.kind === 'credential' ? node.id : '',
      actor: this.maker?.kind === 'principal' ? this.maker.actor : context.actor,
      action: this.operation.action,
      target: this.target,
      address: context.address,
      tool: tool.family,
      outcome: this.operation.outcome,
    };
  }
}
