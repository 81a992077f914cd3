import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { STRIPE_ACTIONS } from '../../../../connectors/stripe/actions.ts';
import { STRIPE } from '../../../../connectors/stripe/index.ts';
import { STRIPE_SETUP } from '../../../../connectors/stripe/setup.ts';
import { ROOT } from '../../../support/source-files.ts';

const readme = readFileSync(join(ROOT, 'connectors/stripe/README.md'), 'utf8');

describe('what Stripe has to grant', () => {
  it.each(STRIPE_SETUP.grants)('$name stands in the README as it is', ({ document, purpose }) => {
    expect(readme).toContain(document);
    expect(readme).toContain(purpose);
  });

  it('is enough for every action', () => {
    const acting = STRIPE_SETUP.grants
      .filter(({ name }) => name === 'keywatch-act' || name === 'keywatch-app')
      .map(({ document }) => document)
      .join();

    expect(STRIPE_ACTIONS.flatMap(({ needs }) => needs).filter((need) => !acting.includes(`"${need}"`))).toEqual([]);
  });

  it('lets the reading key write nothing', () => {
    expect(STRIPE_SETUP.grants.find(({ name }) => name === 'keywatch-read')?.document).not.toContain('_write');
  });

  it('names every action in the README', () => {
    expect(STRIPE_ACTIONS.filter(({ id }) => !readme.includes(`\`${id}\``))).toEqual([]);
  });

  it.each(STRIPE.formats)('explains $id and its fields in the README', ({ derived, id }) => {
    expect([id, ...Object.keys(derived)].filter((name) => !readme.includes(`\`${name}\``))).toEqual([]);
  });
});
