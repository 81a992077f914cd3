import { html } from 'hono/html';
import type { IncidentReport } from '../incident-report.ts';
import type { Markup } from './markup.ts';

type Key = readonly [swatch: string, word: string];

/** What the marks mean; only of those that are there. */
export function legend({ runs, proof, blindSpans, edges }: IncidentReport): Markup {
  const keys: readonly Key[] = [
    ['use', 'call'],
    ['denied', 'call denied'],
    ...only(edges.length > 0, ['mint', 'credential made']),
    ['finding', 'noticed'],
    ...only(runs.length > 0, ['act', 'done by Keywatch']),
    ...only(proof !== null, ['line', 'contained']),
    ...only(blindSpans.length > 0, ['blind', 'not visible']),
  ];
  return html`<figcaption>All times UTC. Empty stretches are cut out and say how long they are. ${keys.map(item)}</figcaption>`;
}

function only(condition: boolean, key: Key): readonly Key[] {
  return condition ? [key] : [];
}

function item([swatch, word]: Key): Markup {
  return html`<span class="key"><span class="swatch ${swatch}" aria-hidden="true"></span>${word}</span>
`;
}
