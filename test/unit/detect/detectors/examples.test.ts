import { describe, expect, it } from 'vitest';
import { catalogueOf } from '../../../../src/detect/catalogue.ts';
import { detectorsOf, play } from '../support/story.ts';
import { BEHAVIOUR_EXAMPLES } from './behaviour-examples.ts';
import { CLONE_EXAMPLES } from './clone-examples.ts';
import { CREDENTIAL_EXAMPLES } from './credential-examples.ts';
import { FIRST_DOING_EXAMPLES } from './first-doing-examples.ts';
import { MONEY_EXAMPLES } from './money-examples.ts';
import { PLACE_EXAMPLES } from './place-examples.ts';

const EXAMPLES = [
  ...PLACE_EXAMPLES,
  ...FIRST_DOING_EXAMPLES,
  ...BEHAVIOUR_EXAMPLES,
  ...CLONE_EXAMPLES,
  ...CREDENTIAL_EXAMPLES,
  ...MONEY_EXAMPLES,
];

/** Told by the inventory, the journal or the poller, not by events; played in tests of their own. */
const TOLD_FROM_OUTSIDE = ['retired-key-used', 'source-blind'];

describe.each(catalogueOf([]).map(({ info }) => info.id))('%s', (detector) => {
  const own = EXAMPLES.filter((example) => example.detector === detector);

  it.each(own.filter((example) => example.fires))('speaks when $when', ({ events, options }) => {
    expect(detectorsOf(play(events, options))).toContain(detector);
  });

  it.each(own.filter((example) => !example.fires))('keeps quiet when $when', ({ events, options }) => {
    expect(detectorsOf(play(events, options))).not.toContain(detector);
  });

  it.skipIf(TOLD_FROM_OUTSIDE.includes(detector))('has an example of either kind', () => {
    expect(new Set(own.map((example) => example.fires))).toEqual(new Set([true, false]));
  });
});

describe('detector texts', () => {
  it.each(catalogueOf([]))('$info.id says all that people need', ({ info, phrase }) => {
    const texts = [info.title, info.detects, info.misses, info.falsePositives, info.triage, phrase];
    expect(texts.every((text) => text.length > 5)).toBe(true);
    expect(info.attack.every((id) => /^T\d{4}(\.\d{3})?$/.test(id))).toBe(true);
  });
});
