import type { Incident } from '../../../src/core/incident.ts';
import type { AlertStore, DeliveryRecord, IncidentStore, OutboxEntry } from '../../../src/core/ports.ts';

const FINAL = new Set<DeliveryRecord['result']>(['sent', 'rejected', 'suppressed']);

/** The alert store's contract in the fewest lines, for tests of what stands on it. */
export class MemoryAlertStore implements AlertStore {
  readonly entries: Map<string, OutboxEntry> = new Map();
  readonly records: DeliveryRecord[] = [];

  async enqueue(entries: readonly OutboxEntry[]): Promise<void> {
    for (const entry of entries) if (!this.entries.has(entry.id)) this.entries.set(entry.id, entry);
  }

  async pending(sinks: readonly string[], now: number): ReturnType<AlertStore['pending']> {
    return [...this.entries.values()].flatMap((entry) =>
      sinks.flatMap((sink) => {
        const records = this.records.filter((one) => one.entry === entry.id && one.sink === sink);
        const last = records.at(-1);
        if (last !== undefined && (FINAL.has(last.result) || (last.nextAt ?? 0) > now)) return [];
        const attempts = records.filter((one) => one.result === 'retry').length;
        return [{ entry, sink, attempts, unfinished: last?.result === 'attempting' }];
      }),
    );
  }

  async record(delivery: DeliveryRecord): Promise<void> {
    this.records.push(delivery);
  }

  async lastSent(incident: string, sink: string): Promise<DeliveryRecord | null> {
    return (
      this.records.findLast(
        (one) => one.sink === sink && one.result === 'sent' && this.entries.get(one.entry)?.incident === incident,
      ) ?? null
    );
  }

  async history(incident: string): Promise<readonly DeliveryRecord[]> {
    return this.records.filter((one) => this.entries.get(one.entry)?.incident === incident);
  }

  /** Results for one sink in the order in which they were written. */
  results(sink: string): readonly string[] {
    return this.records.filter((one) => one.sink === sink).map((one) => one.result);
  }
}

/** Incidents that a test changes by hand. */
export class MemoryIncidents {
  readonly byId: Map<string, Incident> = new Map();
  /** Merges: from, into. */
  readonly merged: Map<string, string> = new Map();

  put(...incidents: readonly Incident[]): void {
    for (const incident of incidents) this.byId.set(incident.id, incident);
  }

  readonly store: IncidentStore = {
    list: async (filter) =>
      [...this.byId.values()].filter(
        (one) =>
          (filter.open !== true || one.status !== 'closed') &&
          (filter.historical === undefined || one.historical === filter.historical),
      ),
    get: async (id) => this.byId.get(this.merged.get(id) ?? id) ?? null,
    update: () => Promise.reject(new Error('alerting changes no incident')),
    findings: async () => [],
    detectorUse: async () => [],
  };
}
