import { isoTime } from '../core/time.ts';
import type { AddressUse, LeakAnswer } from './answer.ts';
import { tallyText } from './tally.ts';

/**
 * The answer for people, one sentence a line, the verdict first. Names and places in it were
 * written by others: escape before output.
 */
export function leakSentences(answer: LeakAnswer): readonly string[] {
  const { exposure, verdict, life } = answer;
  const lines = [
    `${headline(answer)}.`,
    `Exposed: ${exposure.summary}${exposure.place === '' ? '' : `, in ${exposure.place}`}, ${exposure.public ? 'in public ' : ''}since ${isoTime(exposure.exposedAt)}.`,
    `Whose: ${whose(answer)}.`,
    `${{ live: 'Live', dead: 'Dead', unknown: 'Live or dead unknown' }[life.state]}: ${life.because}.`,
  ];
  if (answer.uses > 0) lines.push(...useLines(answer));
  if (answer.minted.length > 0) lines.push(`Made from it since: ${mintedText(answer.minted)}.`);
  if (!exposure.secretSeen) lines.push('Only its id was reported. Ids are not secret: this alone triggers nothing.');
  for (const { from, to } of verdict.unseen) lines.push(`Nothing was read of ${isoTime(from)} to ${isoTime(to)}.`);
  lines.push(`Coverage: ${answer.coverage}.`);
  return lines;
}

function headline({ verdict, life }: LeakAnswer): string {
  const opening = {
    yes: `USED AFTER EXPOSURE: ${verdict.because}`,
    'none-seen': verdict.because.replace(/^no /, 'No '),
    'not-visible': `Use not visible: ${verdict.because}`,
  }[verdict.used];
  return life.state === 'unknown' ? opening : `${opening}; the key is ${life.state}`;
}

function whose({ name, owner, provider, account, exposure }: LeakAnswer): string {
  if (exposure.credential === '') return 'unknown; the key does not say';
  const parts = [
    name,
    exposure.credential,
    owner === '' ? '' : `owner ${owner}`,
    account === '' ? provider : `${provider} account ${account}`,
  ];
  return [...new Set(parts.filter((part) => part !== ''))].join(', ');
}

/** How often, by whom, from where, what and on what: the part of the answer that is about use. */
export function useLines(answer: LeakAnswer): readonly string[] {
  const { uses, complete, refused, firstUse, lastUse } = answer;
  const count = `${complete ? '' : 'at least '}${String(uses)} ${uses === 1 ? 'use' : 'uses'}`;
  const span = firstUse === null || lastUse === null ? '' : `, ${isoTime(firstUse)} to ${isoTime(lastUse)}`;
  const lines = [`Used: ${count}${span}, ${String(refused)} refused.`];
  if (answer.by.length > 0) lines.push(`By: ${tallyText(answer.by)}.`);
  if (answer.from.length > 0)
    lines.push(`From: ${tallyText(answer.from.map((one) => ({ ...one, value: addressText(one) })))}.`);
  if (answer.actions.length > 0) lines.push(`Did: ${tallyText(answer.actions)}.`);
  if (answer.targets.length > 0) lines.push(`On: ${tallyText(answer.targets)}.`);
  return lines;
}

function addressText({ value, owner, country, expected }: AddressUse): string {
  const notes = [owner, country, expected === false ? 'not an expected network' : ''].filter((part) => part !== '');
  return notes.length === 0 ? value : `${value} [${notes.join(', ')}]`;
}

function mintedText(minted: readonly string[], most = 6): string {
  const more = minted.length - most;
  return more > 0 ? `${minted.slice(0, most).join(', ')} and ${String(more)} more` : minted.join(', ');
}
