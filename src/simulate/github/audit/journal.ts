import type { JsonObject } from '../../json.ts';

/** `stream` events (requests to the API) appear in the audit log stream alone. */
export type EventClass = 'web' | 'git' | 'stream';

export interface AuditEntry {
  readonly event: JsonObject;
  readonly class: EventClass;
  readonly org: string;
  readonly enterprise: string;
  /** `@timestamp`: order and cursors follow it. */
  readonly at: number;
  /** What the `created` filter follows. */
  readonly createdAt: number;
  readonly documentId: string;
  /** From when on the API shows it. */
  readonly visibleAt: number;
}

/** Everything that ever happened, in the order in which it did. */
export class AuditJournal {
  readonly #entries: AuditEntry[] = [];

  add(entry: AuditEntry): void {
    this.#entries.push(entry);
  }

  entries(): readonly AuditEntry[] {
    return this.#entries;
  }

  /** The events with this action, all of them without one. */
  events(action?: string): readonly JsonObject[] {
    return this.#entries
      .map(({ event }) => event)
      .filter((event) => action === undefined || event['action'] === action);
  }
}
