import { html } from 'hono/html';
import type { Proof } from '../../core/proof.ts';
import type { IncidentReport } from '../incident-report.ts';
import { looksOf, silenceText, withoutUnseen } from '../proof-text.ts';
import { PROOF_WORDS } from '../state-words.ts';
import type { Markup } from './markup.ts';
import { detail, moment, NOTHING, pill, section, table, text, titledList } from './markup.ts';
import { toneOf } from './tones.ts';

/** Why we believe that it is stopped. */
export function proof({ proof: one }: IncidentReport): Markup {
  return one === null ? NOTHING : section('proof', 'Proof of containment', proofPart(one));
}

function proofPart(one: Proof): Markup {
  const { word, style } = PROOF_WORDS[one.verdict];
  const seen = one.seen.length === 0 ? 'no source' : one.seen.join('; ');
  return html`<div class="proof ${toneOf(style)}"><p>${pill(word, toneOf(style))} ${text(withoutUnseen(one.statement))}</p></div>
${table('asked', ['Asked', 'Answer'], html`<tbody>${answers(one)}</tbody>`)}
<p class="aside">Contained ${moment(one.containedAt)}; asked ${moment(one.at)}. Seen through: ${text(seen)}.</p>
${titledList('Not visible in that time', one.notVisible, 'blindlist small')}`;
}

function answers(one: Proof): readonly Markup[] {
  return [
    ...one.provider.map(({ label, result, evidence }) => answer(text(label), html`<b>${result}</b> ${text(evidence)}`)),
    answer('The log', html`${text(silenceText(one))}${one.silence.examples.map((example) => detail(example))}`),
    ...looksOf(one).map((look) => answer('Looked again', html`${text(look)}`)),
  ];
}

function answer(asked: string | Markup, told: Markup): Markup {
  return html`<tr><td>${asked}</td><td>${told}</td></tr>
`;
}
