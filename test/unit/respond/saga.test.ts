import { describe, expect, it } from 'vitest';
import { planPlaybook } from '../../../src/respond/plan.ts';
import { containCredential } from '../../../src/respond/playbooks/contain-credential.ts';
import { aSagaWorld } from '../../support/saga-world.ts';

const APPROVED = { by: 'ada', irreversible: false };

describe('carrying out a plan', () => {
  it('does every step, verifies it and says so in the journal', async () => {
    const world = aSagaWorld();
    const plan = planPlaybook(containCredential, world.input);

    const report = await world.done(world.saga.start(plan, APPROVED));

    expect(report.run.state).toBe('completed');
    expect(world.provider.state()).toEqual({
      keys: { 'key-1': { user: 'alice', on: false } },
      denied: ['alice'],
      secret: 'old',
    });
    const lines = (await world.journal.entries(report.run.id)).map((one) => `${one.step} ${one.state}`);
    expect(lines).toEqual([
      'contain:fake.stop-key:key-1 intended',
      'contain:fake.stop-key:key-1 done',
      'contain:fake.deny-user:alice intended',
      'contain:fake.deny-user:alice done',
      'contain:fake.stop-key:key-1 verified',
      'contain:fake.deny-user:alice verified',
    ]);
  });
});
