import type { Proof } from '../core/proof.ts';
import { isoTime, type Millis, SECOND } from '../core/time.ts';

/** The verdict with its coverage: never plain "not used". */
export function statementOf(proof: Omit<Proof, 'statement'>): string {
  return [verdictSentence(proof), silenceSentence(proof), blindSentence(proof)].filter((one) => one !== '').join(' ');
}

function verdictSentence(proof: Omit<Proof, 'statement'>): string {
  const { provider } = proof;
  const inPlace = provider.filter((one) => one.result === 'verified').length;
  const asked =
    proof.askedAt === undefined
      ? 'are in place at the provider'
      : `were in place when the provider was asked at ${clock(proof.askedAt)}`;
  const steps = `${String(inPlace)} of ${String(provider.length)} containing steps ${asked}`;
  switch (proof.verdict) {
    case 'proven':
      return `Contained: ${steps}${proof.silence.credentials.length === 0 ? '' : ', and the log is silent'}.`;
    case 'waiting':
      return `Contained as far as can be seen: ${steps}; the log has not been read far enough yet.`;
    case 'contradicted':
      return `Not contained: ${steps}, ${proof.silence.succeeded === 0 ? 'the rest is not' : 'and the log shows use'}.`;
    case 'unproven':
      return `Not proven: ${steps}; the rest needs a person.`;
  }
}

function silenceSentence({ silence, seen }: Omit<Proof, 'statement'>): string {
  if (seen.length === 0) return 'No source was watching.';
  const where = seen.join(', ');
  const { length } = silence.credentials;
  const what = counted(length, 'credential', 'credentials');
  if (length === 0) {
    const span = `from ${clock(silence.from)} to ${clock(Math.max(silence.from, silence.to))}`;
    const found = silence.succeeded === 0 ? 'nothing suspicious' : silence.examples.join('; ');
    return `${where} cannot tell the use of a stolen credential from that of its owner; found in it ${span}: ${found}.`;
  }
  const refused = silence.refused === 0 ? '' : ` ${counted(silence.refused, 'attempt was', 'attempts were')} refused.`;
  const spreading =
    silence.whileSpreading === 0
      ? ''
      : ` ${counted(silence.whileSpreading, 'use', 'uses')} went through while the change was spreading.`;
  const span = `from ${clock(silence.from)} to ${clock(Math.max(silence.from, silence.to))}`;
  if (silence.succeeded > 0)
    return `Use of ${what} seen in ${where} ${span}: ${silence.examples.join('; ')}.${refused}${spreading}`;
  if (silence.to <= silence.from) return `${where} read to ${clock(silence.to)} only.${refused}${spreading}`;
  return `No successful use of ${what} seen in ${where} ${span}.${refused}${spreading}`;
}

/** Sources end their sentences or do not: here they stand in one row. */
function blindSentence({ notVisible }: Omit<Proof, 'statement'>): string {
  if (notVisible.length === 0) return '';
  return `Not visible: ${notVisible.map((one) => one.trim().replace(/[.;]+$/, '')).join('; ')}.`;
}

/** Whole seconds are enough for people. */
function clock(at: Millis): string {
  return isoTime(Math.floor(at / SECOND) * SECOND);
}

function counted(number: number, one: string, many: string): string {
  return `${String(number)} ${number === 1 ? one : many}`;
}
