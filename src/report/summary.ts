import type { Millis } from '../core/time.ts';
import { isoDay } from '../core/time.ts';
import { isUse } from './bursts.ts';
import type { IncidentReport } from './incident-report.ts';
import { count } from './lines.ts';
import { listed, placeText, shortActor } from './names.ts';
import { PROOF_WORDS, RUN_WORDS } from './state-words.ts';
import { clockTime, duration, timeOfDay } from './when.ts';

/** The incident in four or five sentences, each made of facts that stand elsewhere in the report. */
export function summaryOf(report: IncidentReport): readonly string[] {
  return [
    ...exposureSentence(report),
    ...useSentence(report),
    ...mintSentence(report),
    ...clockSentence(report),
    ...responseSentence(report),
  ];
}

function exposureSentence({ exposures }: IncidentReport): readonly string[] {
  const first = [...exposures].sort((a, b) => a.exposedAt - b.exposedAt)[0];
  if (first === undefined) return ['How the secret got out is not known.'];
  const place = first.place === '' ? '' : ` at ${first.place}`;
  return [
    `The secret could be read by others${place}${first.public ? ', in public,' : ''} from ${clockTime(first.exposedAt)} UTC on.`,
  ];
}

function useSentence({ incident, networks, eventCount }: IncidentReport): readonly string[] {
  const events = incident.findings.flatMap((finding) => finding.evidence).filter(isUse);
  if (events.length === 0) return [];
  const actors = [...new Set(events.map((event) => shortActor(event.actor)).filter((actor) => actor !== ''))];
  const places = [...new Set(events.map((event) => event.address).filter((address) => address !== ''))];
  const from =
    places.length === 0
      ? ''
      : ` from ${listed(
          places.map((place) => placeText(place, networks)),
          2,
        )}`;
  const span = spanText(Math.min(...events.map(({ time }) => time)), incident.lastEvent);
  return [
    `It was used as ${listed(actors, 3)}${from} ${span}; ${count(Math.max(eventCount, events.length), 'event')} of it and of what came out of it are stored.`,
  ];
}

function mintSentence({ edges }: IncidentReport): readonly string[] {
  if (edges.length === 0) return ['No credential made with it was seen.'];
  const lasting = edges.filter((edge) => edge.expires === null).length;
  const which =
    lasting === 0
      ? 'expiring by themselves'
      : `${lasting} of them living until somebody ends ${lasting === 1 ? 'it' : 'them'}`;
  return [`${count(edges.length, 'credential')} came out of it, ${which}.`];
}

/** The first use that the incident rests on; its first event may be what told of the leak. */
export function firstUseOf({ incident }: IncidentReport): Millis {
  const uses = incident.findings.flatMap(({ evidence }) => evidence).filter(isUse);
  return uses.length === 0 ? incident.firstEvent : Math.min(...uses.map(({ time }) => time));
}

/** The two spans that tell how well it went. */
function clockSentence(report: IncidentReport): readonly string[] {
  const { exposures, runs, proof } = report;
  const first = firstUseOf(report);
  const exposedAt = exposures.length === 0 ? null : Math.min(...exposures.map((one) => one.exposedAt));
  const containedAt = proof?.containedAt ?? null;
  const parts = [
    exposedAt !== null && first >= exposedAt ? `${duration(first - exposedAt)} from exposure to first use` : '',
    runs.length > 0 && containedAt !== null && containedAt >= first
      ? `${duration(containedAt - first)} from first use to containment`
      : '',
  ].filter((part) => part !== '');
  return parts.length === 0 ? [] : [`It took ${parts.join(', ')}.`];
}

function responseSentence({ runs, proof, plan }: IncidentReport): readonly string[] {
  if (proof !== null) return [`Containment is ${PROOF_WORDS[proof.verdict].word}.`];
  const last = runs.at(-1);
  if (last !== undefined)
    return [`The run ${last.run.id} is ${RUN_WORDS[last.run.state].word}; containment is not proven.`];
  return [
    plan === null
      ? 'Nothing has been done about it.'
      : `Nothing has been done about it; a plan of ${count(plan.steps.length, 'step')} is ready.`,
  ];
}

/** The day once where one day is enough. */
function spanText(from: Millis, to: Millis): string {
  const end = isoDay(from) === isoDay(to) ? timeOfDay(to) : clockTime(to);
  return from === to ? `at ${clockTime(from)} UTC` : `between ${clockTime(from)} and ${end} UTC`;
}
