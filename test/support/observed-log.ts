import type { UsageEvent } from '../../src/core/event.ts';
import type { EventQuery, EventRow, EventStore } from '../../src/core/ports.ts';

/** Just enough of an event store for what reads the log: events in a list. */
export function aLogOf(events: () => readonly UsageEvent[]): Pick<EventStore, 'search'> {
  return {
    search: (query) =>
      Promise.resolve({
        rows: events()
          .filter((one) => matches(one, query))
          .map(rowOf),
        next: null,
      }),
  };
}

function matches(event: UsageEvent, query: EventQuery): boolean {
  const alias = `${event.provider}:${event.credential}`;
  return (
    (query.from === undefined || event.time >= query.from) &&
    (query.to === undefined || event.time < query.to) &&
    (query.credential === undefined || query.credential === alias || query.credential === event.credential) &&
    (query.actor === undefined || query.actor === event.actor || query.actor === event.session)
  );
}

function rowOf(event: UsageEvent): EventRow {
  return {
    time: event.time,
    eventId: event.nativeId,
    provider: event.provider,
    account: event.account,
    region: event.region,
    credential: event.credential,
    actorKind: event.actorKind,
    actor: event.actor,
    session: event.session,
    service: event.service,
    action: event.action,
    verb: event.verb,
    outcome: event.outcome,
    errorCode: event.errorCode,
    target: event.targets[0] ?? '',
    address: event.address,
    agent: event.agent,
    via: event.via,
    seenAt: event.time,
    evidence: { place: 'test', position: 0, sha256: '', sequence: 1 },
  };
}
