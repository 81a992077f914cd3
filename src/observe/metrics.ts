import { Counter, Gauge, Histogram, Registry } from 'prom-client';

/**
 * The figures that an operator sets alarms on. Label values come from closed sets or from our
 * own configuration, never from records: those would let a stranger fill the memory.
 */
export interface Metrics {
  records(
    source: string,
    counts: { readonly fresh: number; readonly duplicate: number; readonly skipped: number; readonly unparsed: number },
  ): void;
  poll(source: string, seconds: number, result: 'ok' | 'failed'): void;
  /** Seconds between now and the time up to which the source is read. */
  behind(source: string, seconds: number): void;
  finding(severity: string): void;
  openIncidents(bySeverity: Readonly<Record<string, number>>): void;
  alert(sink: string, result: 'sent' | 'retry' | 'rejected'): void;
  step(capability: string, state: string): void;
  /** Unix time of the last finished round: an alarm on its age notices a dead daemon. */
  alive(unixSeconds: number): void;
  /** Prometheus text format. */
  text(): Promise<string>;
  readonly contentType: string;
}

/** Each call makes a registry of its own: two programs in one process do not mix. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];

  const records = new Counter({
    name: 'keywatch_records_total',
    help: 'Audit records read, by what became of them.',
    labelNames: ['source', 'result'],
    registers,
  });
  const polls = new Histogram({
    name: 'keywatch_poll_duration_seconds',
    help: 'Duration of one poll of a source.',
    labelNames: ['source', 'result'],
    buckets: [0.1, 0.3, 1, 3, 10, 30, 100],
    registers,
  });
  const behind = new Gauge({
    name: 'keywatch_source_behind_seconds',
    help: 'Time since the moment up to which a source has been read.',
    labelNames: ['source'],
    registers,
  });
  const findings = new Counter({
    name: 'keywatch_findings_total',
    help: 'Findings, by severity.',
    labelNames: ['severity'],
    registers,
  });
  const incidents = new Gauge({
    name: 'keywatch_open_incidents',
    help: 'Incidents that are not closed, by severity.',
    labelNames: ['severity'],
    registers,
  });
  const alerts = new Counter({
    name: 'keywatch_alert_deliveries_total',
    help: 'Attempts to deliver a message, by sink and result.',
    labelNames: ['sink', 'result'],
    registers,
  });
  const steps = new Counter({
    name: 'keywatch_response_steps_total',
    help: 'Steps of responses that reached a state.',
    labelNames: ['capability', 'state'],
    registers,
  });
  const alive = new Gauge({
    name: 'keywatch_last_round_timestamp_seconds',
    help: 'Unix time at which the last round of work was finished.',
    registers,
  });

  return {
    records: (source, counts) => {
      for (const [result, count] of Object.entries(counts)) records.inc({ source, result }, count);
    },
    poll: (source, seconds, result) => polls.observe({ source, result }, seconds),
    behind: (source, seconds) => behind.set({ source }, seconds),
    finding: (severity) => findings.inc({ severity }),
    openIncidents: (bySeverity) => {
      incidents.reset();
      for (const [severity, count] of Object.entries(bySeverity)) incidents.set({ severity }, count);
    },
    alert: (sink, result) => alerts.inc({ sink, result }),
    step: (capability, state) => steps.inc({ capability, state }),
    alive: (unixSeconds) => alive.set(unixSeconds),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}
