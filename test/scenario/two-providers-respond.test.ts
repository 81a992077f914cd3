import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { applyPlan, openSaga, resumeRun } from '../../src/app/respond/apply.ts';
import { planResponse } from '../../src/app/respond/plan.ts';
import { CONNECTORS } from '../../src/app/setup/connectors.ts';
import { acceleratedSystem } from '../../src/cli/demo/accelerated-system.ts';
import { openDemoDaemon } from '../../src/cli/demo/daemon.ts';
import { TWO_PROVIDERS_SCENE } from '../../src/simulate/scenes/two-providers.ts';
import { fakeSystem } from '../support/fake-system.ts';

const MINUTE = 60_000;

it('the leaked token is revoked once a person has approved it, and GitHub’s refusal is the proof', async () => {
  const scene = await TWO_PROVIDERS_SCENE.stage('test');
  const folder = mkdtempSync(join(tmpdir(), 'keywatch-respond-'));
  writeFileSync(join(folder, 'keywatch.yaml'), scene.config);
  const around = { system: acceleratedSystem(scene, fakeSystem()), connectors: CONNECTORS, cwd: folder };
  const daemon = await openDemoDaemon(around, new AbortController().signal);
  try {
    scene.clock.advanceTo(scene.attackAt - MINUTE);
    await daemon.app.pollAll();
    for (let minute = 0; minute < 12; minute += 1) {
      scene.clock.advance(MINUTE);
      await daemon.app.tick();
    }
    const incidents = await daemon.store.incidents.list({ open: true, historical: false });
    const incident = incidents.find(({ provider }) => provider === 'github');
    const { plan } = await planResponse(incident?.id ?? '', 'contain-credential', daemon.plan);
    expect(plan.steps.map(({ action, risk }) => [action, risk])).toEqual([
      ['github.revoke-credential', 'irreversible'],
      ['github.cut-access', 'irreversible'],
    ]);

    const options = { ...daemon.plan, ...daemon.apply, onEvent: () => undefined };
    const unapproved = await applyPlan(plan, { by: 'test', irreversible: false }, MINUTE, options);
    expect(unapproved.report.steps.map(({ state }) => state)).toEqual(['waiting', 'waiting']);
    const { run } = unapproved.report;
    const saga = openSaga(options, run.plan.incident);
    for (const { id } of plan.steps) await saga.confirmStep(run.id, id, 'ada', 'seen');
    let { proof, report } = await resumeRun(run, options);
    for (let hour = 0; hour < 3 && proof?.verdict !== 'proven'; hour += 1) {
      scene.clock.advance(60 * MINUTE);
      ({ proof, report } = await resumeRun(run, options));
    }

    expect(report.steps.map(({ state, step }) => [step.action, state])).toEqual([
      ['github.revoke-credential', 'verified'],
      ['github.cut-access', 'verified'],
    ]);
    expect(proof?.verdict).toBe('proven');
  } finally {
    await daemon.close();
    await scene.close();
    rmSync(folder, { recursive: true, force: true });
  }
}, 180_000);
