import { describe, expect, it } from 'vitest';
import { planPlaybook } from '../../../src/respond/plan.ts';
import { loadPlan, savePlan } from '../../../src/respond/plan-store.ts';
import { containCredential } from '../../../src/respond/playbooks/contain-credential.ts';
import { aPlanInput } from '../../support/plan-inputs.ts';

const plan = planPlaybook(containCredential, aPlanInput());

function memory(): {
  readonly values: Map<string, string>;
  get(key: string): Promise<string | null>;
  set(key: string, value: string): Promise<void>;
} {
  const values = new Map<string, string>();
  return {
    values,
    get: (key) => Promise.resolve(values.get(key) ?? null),
    set: (key, value) => {
      values.set(key, value);
      return Promise.resolve();
    },
  };
}

describe('keeping plans', () => {
  it('finds a plan by its hash, whole or its beginning', async () => {
    const settings = memory();
    await savePlan(settings, plan);

    expect(await loadPlan(settings, plan.hash)).toEqual(plan);
    expect(await loadPlan(settings, plan.hash.slice(0, 12))).toEqual(plan);
  });

  it.each([plan.hash.slice(0, 11), '', 'f'.repeat(64)])('does not know "%s"', async (hash) => {
    const settings = memory();
    await savePlan(settings, plan);

    await expect(loadPlan(settings, hash)).rejects.toMatchObject({ code: 'PLAN_UNKNOWN' });
  });

  it('refuses a plan that was changed in the database', async () => {
    const settings = memory();
    await savePlan(settings, plan);
    for (const [key, value] of settings.values) settings.values.set(key, value.replaceAll('key-1', 'key-9'));

    await expect(loadPlan(settings, plan.hash)).rejects.toMatchObject({ code: 'PLAN_CHANGED' });
  });

  it('refuses another hash that begins in the same way', async () => {
    const settings = memory();
    await savePlan(settings, plan);

    await expect(loadPlan(settings, `${plan.hash.slice(0, 12)}${'0'.repeat(52)}`)).rejects.toMatchObject({
      code: 'PLAN_CHANGED',
    });
  });
});
