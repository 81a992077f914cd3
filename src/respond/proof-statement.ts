import type { Proof } from '../core/proof.ts';
import { isoTime } from '../core/time.ts';

/** The verdict with its coverage: never plain "not used". */
export function statementOf(proof: Omit<Proof, 'statement'>): string {
  return [verdictSentence(proof), silenceSentence(proof), blindSentence(proof)].filter((one) => one !== '').join(' ');
}

function verdictSentence(proof: Omit<Proof, 'statement'>): string {
  const { provider } = proof;
  const inPlace = provider.filter((one) => one.result === 'verified').length;
  const counted = `${String(inPlace)} of ${String(provider.length)} containing steps are in place at the provider`;
  switch (proof.verdict) {
    case 'proven':
      return `Contained: ${counted}, and the log is silent.`;
    case 'waiting':
      return `Contained as far as can be seen: ${counted}; the log has not been read far enough yet.`;
    case 'contradicted':
      return `Not contained: ${counted}, ${proof.silence.succeeded === 0 ? 'the rest is not' : 'and the log shows use'}.`;
    case 'unproven':
      return `Not proven: ${counted}; the rest needs a person.`;
  }
}

function silenceSentence({ silence, seen }: Omit<Proof, 'statement'>): string {
  if (seen.length === 0) return 'No source was watching.';
  const where = seen.join(', ');
  const what = `${String(silence.credentials.length)} credentials`;
  const refused = silence.refused === 0 ? '' : ` ${String(silence.refused)} attempts were refused.`;
  const spreading =
    silence.whileSpreading === 0
      ? ''
      : ` ${String(silence.whileSpreading)} uses went through while the change was spreading.`;
  const span = `from ${isoTime(silence.from)} to ${isoTime(Math.max(silence.from, silence.to))}`;
  if (silence.succeeded > 0)
    return `Use of ${what} seen in ${where} ${span}: ${silence.examples.join('; ')}.${refused}${spreading}`;
  if (silence.to <= silence.from) return `${where} read to ${isoTime(silence.to)} only.${refused}${spreading}`;
  return `No successful use of ${what} seen in ${where} ${span}.${refused}${spreading}`;
}

function blindSentence({ notVisible }: Omit<Proof, 'statement'>): string {
  return notVisible.length === 0 ? '' : `Not visible: ${notVisible.join(' ')}`;
}
