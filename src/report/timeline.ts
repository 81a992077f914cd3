import type { Severity } from '../core/event.ts';
import type { Finding } from '../core/finding.ts';
import type { Millis } from '../core/time.ts';
import { HOUR } from '../core/time.ts';
import { burstsOf, isUse, useOf } from './bursts.ts';
import type { IncidentReport } from './incident-report.ts';
import { count } from './lines.ts';
import { listed, placeText, shortActor } from './names.ts';
import { withoutUnseen } from './proof-text.ts';
import { detailOf } from './run-text.ts';
import { PROOF_WORDS, STEP_WORDS } from './state-words.ts';
import { duration } from './when.ts';

export type TimelineKind = 'exposure' | 'use' | 'mint' | 'finding' | 'note' | 'action' | 'proof' | 'blind' | 'quiet';

/** One line of the story. Texts are as strangers wrote them: escape on output. */
export interface TimelineEntry {
  readonly at: Millis;
  /** Equal to `at` for a moment. */
  readonly to: Millis;
  readonly kind: TimelineKind;
  readonly text: string;
  readonly detail: string;
  /** Alias, '' where it is about none. */
  readonly credential: string;
  readonly severity: Severity | null;
}

/** Nothing seen for this long is a line of its own. */
const QUIET: Millis = 6 * HOUR;
const ORDER: readonly TimelineKind[] = [
  'exposure',
  'blind',
  'use',
  'mint',
  'finding',
  'note',
  'action',
  'proof',
  'quiet',
];

/** The story in order: exposure, use, what was minted, what we noticed and did, and when we saw nothing. */
export function timeline(report: IncidentReport): readonly TimelineEntry[] {
  const told = [
    ...exposures(report),
    ...uses(report),
    ...mints(report),
    ...findings(report),
    ...notes(report),
    ...actions(report),
    ...proof(report),
  ].sort(byTime);
  return [...told, ...quiet(told), ...blind(report)].sort(byTime);
}

/** What happened at the same moment stays in its own order: an approval before the steps of its run. */
function byTime(a: TimelineEntry, b: TimelineEntry): number {
  return a.at - b.at || ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind);
}

function entry(kind: TimelineKind, at: Millis, text: string, more: Partial<TimelineEntry> = {}): TimelineEntry {
  return { at, to: at, kind, text, detail: '', credential: '', severity: null, ...more };
}

function exposures({ exposures: all }: IncidentReport): readonly TimelineEntry[] {
  return all.map(({ exposedAt, summary, place, credential, public: open, origin }) =>
    entry('exposure', exposedAt, `${summary}${open && !/\bpublic\b/.test(summary) ? ', in public' : ''}`, {
      detail: [place, origin].filter((part) => part !== '').join(' · '),
      credential,
    }),
  );
}

function uses({ incident, events, networks }: IncidentReport): readonly TimelineEntry[] {
  const evidence = incident.findings.flatMap((finding) => finding.evidence);
  const byId = new Map([...evidence, ...events.map(useOf)].map((use) => [use.eventId, use]));
  return burstsOf([...byId.values()].filter(isUse)).map((burst) => {
    const denied = burst.denied > 0 ? `, ${burst.denied} denied` : '';
    const calls =
      burst.uses.length === 1
        ? `${burst.actions[0] ?? 'one call'}${burst.denied > 0 ? ', denied' : ''}`
        : `${count(burst.uses.length, 'call')}${denied}`;
    const what =
      burst.uses.length === 1
        ? listed(burst.targets, 1)
        : [listed(burst.actions, 6), listed(burst.targets, 3)].filter((part) => part !== '').join(' → ');
    return entry(
      'use',
      burst.from,
      `${calls}${burst.address === '' ? '' : ` from ${placeText(burst.address, networks)}`} as ${shortActor(burst.actor)}`,
      { to: burst.to, detail: what, credential: burst.credential },
    );
  });
}

function mints({ edges }: IncidentReport): readonly TimelineEntry[] {
  return edges.map(({ at, parent, child, childKind, childActor, expires }) => {
    const end = expires === null ? 'lives until somebody ends it' : `expires after ${duration(expires - at)}`;
    const owner = childActor === '' ? '' : ` for ${shortActor(childActor)}`;
    return entry('mint', at, `${childKind} ${child} made${owner}`, {
      detail: `by ${parent}; ${end}`,
      credential: child,
    });
  });
}

/** Weak signals by one detector are one line: their number says more than their sentences. */
function findings({ incident }: IncidentReport): readonly TimelineEntry[] {
  const weak = Map.groupBy(incident.findings.filter(isWeak), ({ detector }) => detector);
  const told = new Set<string>();
  return incident.findings.flatMap((finding) => {
    const { at, detector, reason, severity, subject } = finding;
    const alike = isWeak(finding) ? (weak.get(detector) ?? []) : [finding];
    if (alike.length > 1 && told.has(detector)) return [];
    told.add(detector);
    const more = alike.length > 1 ? `, and ${alike.length - 1} more like it` : '';
    const credential = subject.kind === 'credential' ? subject.id : '';
    const to = Math.max(...alike.map((one) => one.at));
    return [entry('finding', at, reason, { to, detail: `${detector}${more}`, severity, credential })];
  });
}

function isWeak({ severity }: Finding): boolean {
  return severity === 'low' || severity === 'info';
}

/** The note that a proof leaves on its incident says what the proof says. */
function notes({ incident, proof: one }: IncidentReport): readonly TimelineEntry[] {
  const own = incident.notes.filter(({ text }) => one === null || !text.endsWith(one.statement));
  return own.map(({ at, author, text }) => entry('note', at, withoutUnseen(text), { detail: author }));
}

function actions({ runs }: IncidentReport): readonly TimelineEntry[] {
  return runs.flatMap(({ run, steps }) => [
    entry(
      'action',
      run.startedAt,
      `${run.plan.playbook} approved${run.approvedBy === '' ? '' : ` by ${run.approvedBy}`}`,
      { detail: run.id },
    ),
    ...steps
      .filter((view) => view.at > 0)
      .map((view) =>
        entry('action', view.at, `${view.step.title}: ${view.step.target.label}: ${STEP_WORDS[view.state].word}`, {
          detail: detailOf(view).join('; '),
          credential: view.step.covers[0] ?? '',
        }),
      ),
  ]);
}

function proof({ proof: one }: IncidentReport): readonly TimelineEntry[] {
  return one === null
    ? []
    : [
        entry('proof', one.at, `containment ${PROOF_WORDS[one.verdict].word}`, {
          detail: withoutUnseen(one.statement),
        }),
      ];
}

function blind({ blindSpans }: IncidentReport): readonly TimelineEntry[] {
  return blindSpans.map(({ title, from, to, reason }) =>
    entry('blind', from, `${title} showed nothing for ${duration(to - from)}`, { to, detail: reason }),
  );
}

/** Long spans between two entries that follow each other. */
function quiet(told: readonly TimelineEntry[]): readonly TimelineEntry[] {
  let end = -Infinity;
  return told.flatMap((one) => {
    const from = end;
    end = Math.max(end, one.to);
    if (from === -Infinity || one.at - from < QUIET) return [];
    return [entry('quiet', from, `nothing seen for ${duration(one.at - from)}`, { to: one.at })];
  });
}
