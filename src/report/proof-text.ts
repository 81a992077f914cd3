import type { Proof } from '../core/proof.ts';
import { count, labelled } from './lines.ts';
import type { TextOptions } from './paint.ts';
import { clean, paint } from './paint.ts';
import { PROOF_WORDS } from './state-words.ts';
import { clockTime } from './when.ts';

/** Why we believe that it is stopped, and what nobody could have seen. */
export function proofText(proof: Proof, options: TextOptions): string {
  const { word, style } = PROOF_WORDS[proof.verdict];
  const lines = [
    `${paint('bold', `Containment of ${proof.incident}:`, options.color)} ${paint(style, word, options.color)}`,
    ...labelled('', clean(proof.statement), options, 0).map((line) => line.replace(/^ {8}/, '  ')),
    '',
    ...proof.provider.flatMap(({ label, result, evidence }) =>
      labelled(result, `${clean(label)}: ${clean(evidence)}`, options),
    ),
    ...labelled('log', silenceText(proof), options),
    ...proof.silence.examples.flatMap((text) => labelled('', `- ${clean(text)}`, options)),
    ...looksOf(proof).flatMap((look) => labelled('look', clean(look), options)),
    ...labelled('seen', proof.seen.length === 0 ? 'no source was watching' : clean(proof.seen.join('; ')), options),
    ...proof.notVisible.flatMap((text, index) => labelled(index === 0 ? 'unseen' : '', clean(text), options)),
    ...(proof.nextAt === null
      ? []
      : labelled('again', `asking again makes sense from ${clockTime(proof.nextAt)} UTC`, options)),
  ];
  return `${lines.join('\n')}\n`;
}

/** A statement without what could not be seen, where that stands beside it. */
export function withoutUnseen(statement: string): string {
  return statement.replace(/ Not visible: .*$/s, '');
}

/** What the log shows since containment, with its span: never plain "not used". */
export function silenceText({ silence }: Proof): string {
  const span = `${clockTime(silence.from)} to ${clockTime(Math.max(silence.from, silence.to))} UTC`;
  if (silence.credentials.length === 0)
    return `${silence.succeeded === 0 ? 'nothing' : count(silence.succeeded, 'event')} suspicious, ${span}; whose use it is the log cannot tell`;
  const parts = [
    `${silence.succeeded === 0 ? 'no' : silence.succeeded} successful ${silence.succeeded > 1 ? 'uses' : 'use'} of ${count(silence.credentials.length, 'credential')}, ${span}`,
    ...(silence.refused > 0 ? [`${count(silence.refused, 'attempt')} refused`] : []),
    ...(silence.whileSpreading > 0 ? [`${count(silence.whileSpreading, 'use')} while the change was spreading`] : []),
  ];
  return parts.join('; ');
}

/** What the looks at the provider after containment found, looks without a find in a row told as one. */
export function looksOf({ rounds }: Proof): readonly string[] {
  const looks: string[] = [];
  let empty = 0;
  for (const [index, { at, found }] of rounds.entries()) {
    if (found.length > 0) looks.push(`${clockTime(at)}: ${found.join('; ')}`);
    empty = found.length > 0 ? 0 : empty + 1;
    const last = (rounds[index + 1]?.found.length ?? 1) > 0;
    if (empty > 0 && last)
      looks.push(`${clockTime(at)}: nothing more to do${empty > 1 ? `, ${empty} looks in a row` : ''}`);
  }
  return looks;
}
