import { describe, expect, it } from 'vitest';
import { createOwnDeeds } from '../../../src/app/watch/own-deeds.ts';
import type { ActionDeclaration } from '../../../src/core/action.ts';
import type { UsageEvent } from '../../../src/core/event.ts';
import type { Proof } from '../../../src/core/proof.ts';
import { planPlaybook } from '../../../src/respond/plan.ts';
import { containCredential } from '../../../src/respond/playbooks/contain-credential.ts';
import { prove } from '../../../src/respond/proof.ts';
import { MIN_SILENCE, SPREADING } from '../../../src/respond/silence.ts';
import { FAKE_ACTIONS } from '../../support/fake-provider.ts';
import { aLogOf } from '../../support/observed-log.ts';
import { aFinding, anIncident, aPlanInput, NOON } from '../../support/plan-inputs.ts';
import { aSagaWorld, type SagaWorld } from '../../support/saga-world.ts';
import { aUsageEvent } from '../../support/usage-events.ts';

const LATER = NOON + SPREADING + MIN_SILENCE;
const USE = aUsageEvent({ time: LATER - 1000, credential: 'key-1', action: 'SellThings' });

/** The same action where it leaves the credential in use. */
function sparing(action: ActionDeclaration): ActionDeclaration {
  return {
    ...action,
    target: (credential, context) => {
      const target = action.target(credential, context);
      return target === null || 'refused' in target ? target : { ...target, spares: true };
    },
  };
}

async function contained(actions: readonly ActionDeclaration[]): Promise<SagaWorld> {
  const world = aSagaWorld(aPlanInput({ connectors: [{ id: 'fake', actions }] }));
  await world.done(world.saga.start(planPlaybook(containCredential, world.input), { by: 'ada', irreversible: false }));
  return world;
}

function proofOf(world: SagaWorld, events: readonly UsageEvent[]): Promise<Proof> {
  const source = { title: 'Fake log', provider: 'fake', observedThrough: LATER, lag: 0, blindSpots: [] };
  return prove(
    {
      saga: world.saga,
      journal: world.journal,
      events: aLogOf(() => events),
      clock: world.clock,
      sources: () => Promise.resolve([source]),
      look: () => Promise.resolve(world.input),
      playbook: containCredential,
    },
    'run-1',
  );
}

describe('a credential that containment leaves in use', () => {
  it('may be used by its owner, and the proof says that the log cannot tell', async () => {
    const { silence, statement, verdict } = await proofOf(await contained(FAKE_ACTIONS.map(sparing)), [USE]);

    expect(verdict).toBe('proven');
    expect(silence.credentials).toEqual([]);
    expect(statement).toContain(
      'Fake log cannot tell the use of a stolen credential from that of its owner; found in it from ' +
        '2026-11-23T12:01:00Z to 2026-11-23T12:06:00Z: nothing suspicious.',
    );
  });

  it('is not contained while the detectors go on finding things', async () => {
    const world = await contained(FAKE_ACTIONS.map(sparing));
    const [example] = aFinding().evidence;
    if (example === undefined) throw new Error('a finding without evidence');
    const late = { ...example, eventId: 'late', time: LATER - 1000, outcome: 'success', action: 'PayOut' };
    world.input = { ...world.input, incident: anIncident({ findings: [aFinding({ evidence: [late] })] }) };

    const { statement, verdict } = await proofOf(world, []);

    expect(verdict).toBe('contradicted');
    expect(statement).toContain('PayOut');
  });

  it('is watched all the same where another step stops it', async () => {
    const actions = FAKE_ACTIONS.map((action, index) => (index === 0 ? action : sparing(action)));

    expect((await proofOf(await contained(actions), [USE])).verdict).toBe('contradicted');
  });

  it.each([
    { what: 'stopped', actions: FAKE_ACTIONS, told: ['fake:key-1', 'fake:key-1'] },
    { what: 'spared', actions: FAKE_ACTIONS.map(sparing), told: [] },
  ])('detectors hear of it when it is $what', async ({ actions, told }) => {
    const { journal } = await contained(actions);
    const heard: string[] = [];
    const engine = { addRun: () => undefined, noteState: (alias: string) => void heard.push(alias) };

    await createOwnDeeds(journal, engine).sync();

    expect(heard).toEqual(told);
  });
});
