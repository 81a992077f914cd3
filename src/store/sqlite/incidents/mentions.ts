import type { EvidenceEvent } from '../../../core/finding.ts';
import type { Incident } from '../../../core/incident.ts';
import type { IncidentFilter } from '../../../core/ports.ts';
import { addressBlock } from '../search/address-block.ts';

/** The part of a filter that looks at an incident's evidence. */
export function mentions(filter: IncidentFilter): (incident: Incident) => boolean {
  const tests: ((incident: Incident) => boolean)[] = [];
  const { actor, action, address, text } = filter;
  if (actor !== undefined) {
    tests.push((incident) => incident.subject.id === actor || someEvent(incident, (event) => event.actor === actor));
  }
  if (action !== undefined) {
    const wanted = action.toLowerCase();
    tests.push((incident) => someEvent(incident, (event) => event.action.toLowerCase() === wanted));
  }
  if (address !== undefined) {
    const inBlock = addressBlock(address) ?? ((one: string) => one === address);
    tests.push((incident) => someEvent(incident, (event) => inBlock(event.address)));
  }
  if (text !== undefined && text !== '') {
    const wanted = text.toLowerCase();
    tests.push((incident) => textsOf(incident).some((one) => one.toLowerCase().includes(wanted)));
  }
  return (incident) => tests.every((test) => test(incident));
}

function someEvent(incident: Incident, test: (event: EvidenceEvent) => boolean): boolean {
  return incident.findings.some((finding) => finding.evidence.some(test));
}

function textsOf(incident: Incident): readonly string[] {
  const own = [incident.title, incident.subject.id, incident.owner, incident.verdict, ...incident.credentials];
  const notes = incident.notes.flatMap(({ author, text }) => [author, text]);
  const found = incident.findings.flatMap(({ detector, reason, evidence }) => [
    detector,
    reason,
    ...evidence.flatMap(({ actor, action, target, tool }) => [actor, action, target, tool]),
  ]);
  return [...own, ...notes, ...found];
}
