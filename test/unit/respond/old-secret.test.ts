import { beforeEach, describe, expect, it } from 'vitest';
import type { ActionDeclaration, ActionPerformer, Trial, Verification } from '../../../src/core/action.ts';
import { Secret } from '../../../src/core/secret.ts';
import { carryOn } from '../../../src/respond/carry-out.ts';
import { planPlaybook } from '../../../src/respond/plan.ts';
import type { PlanInput } from '../../../src/respond/plan-input.ts';
import { containCredential } from '../../../src/respond/playbooks/contain-credential.ts';
import type { RunReport } from '../../../src/respond/saga-types.ts';
import { FAKE_ACTIONS } from '../../support/fake-provider.ts';
import { aPlanInput } from '../../support/plan-inputs.ts';
import type { SagaWorld } from '../../support/saga-world.ts';
import { aSagaWorld } from '../../support/saga-world.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const guided: ActionDeclaration = {
  id: 'fake.ask-person',
  title: 'Replace the key in the console',
  capability: 'contain',
  mode: 'guided',
  risk: 'irreversible',
  needs: [],
  order: 10,
  caution: '',
  target: (credential) => ({ key: credential.id, account: '1', label: credential.id, params: {} }),
  plan: () => [],
  guide: () => ({ link: 'https://console.example/keys', steps: ['Replace it.'] }),
};
const input: PlanInput = aPlanInput({ connectors: [{ id: 'fake', actions: [guided] }] });
const plan = planPlaybook(containCredential, input);
const stepId = plan.steps[0]?.id ?? '';

const works: Trial = { kind: 'works', says: 'taken' };
const unclear: Trial = { kind: 'unclear', says: 'HTTP 503' };
const refused: Trial = { kind: 'refused', says: 'no such key', ended: false };
const ended: Trial = { kind: 'refused', says: 'expired', ended: true };
const notOurs: Trial = { kind: 'not-ours', says: 'another account' };

let world: SagaWorld;
let answer: Trial;
let entered: string | null;
let trials: number;
let onItsOwn: Verification;
let shown: Verification | null;

function asked(): ActionPerformer {
  return {
    risk: 'irreversible',
    apply: () => Promise.reject(new Error('not us')),
    verify: () => Promise.resolve(onItsOwn),
    seen: () => (shown === null ? Promise.reject(new Error('closed')) : Promise.resolve(shown)),
    trySecret: () => {
      trials += 1;
      return Promise.resolve(answer);
    },
  };
}

beforeEach(() => {
  answer = works;
  entered = 'the old key';
  trials = 0;
  onItsOwn = { kind: 'unproven', reason: 'attested' };
  shown = null;
  world = aSagaWorld(input, {
    actors: () => Promise.resolve({ performers: { 'fake.ask-person': asked() }, close: () => Promise.resolve() }),
    oldSecret: () => Promise.resolve(entered === null ? null : new Secret(entered)),
    fingerprint: (secret) => `print of ${String(secret.reveal().length)}`,
  });
});

const start = (): Promise<RunReport> => world.done(world.saga.start(plan, { by: 'ada', irreversible: false }));
const resume = (): Promise<RunReport> => world.done(world.saga.resume('run-1'));
const confirm = (): Promise<RunReport> => world.done(world.saga.confirmStep('run-1', stepId, 'grace', ''));
const reason = (report: RunReport): string => report.steps[0]?.detail['reason'] ?? '';

describe('a guided step whose old secret is there', () => {
  it('waits while the secret works, with a time to ask again, and still says what has to be done', async () => {
    const report = await start();

    expect([report.run.state, reason(report)]).toEqual(['waiting', 'the old key still works: taken']);
    expect(report.wakeAt).toBe(world.clock.now() + 10_000);
    expect(report.todo.join()).toContain('(1) Replace it. https://console.example/keys');
    expect(report.todo.join()).toContain('respond resume run-1 --old-key-stdin');
  });

  it('is proven without a word of anybody once a secret that worked is refused', async () => {
    await start();
    answer = refused;

    const report = await resume();

    expect(report.run.state).toBe('completed');
    expect(report.steps[0]?.detail['evidence']).toContain('worked in this run and is now dead: no such key');
    expect(report.steps[0]?.receipt?.fields['confirmedBy']).toBe('the provider itself');
  });

  it.each([
    ['unclear', unclear],
    ['refused, but never seen to work', refused],
    ['of somebody else', notOurs],
  ])('waits on while the answer is %s', async (_name, trial) => {
    answer = trial;
    expect((await start()).run.state).toBe('waiting');
    expect((await resume()).run.state).toBe('waiting');
  });

  it('is proven at once when the provider remembers the secret and says that it is over', async () => {
    answer = ended;

    expect((await start()).run.state).toBe('completed');
  });

  it('remembers across a restart which secret it saw working, and takes no other for it', async () => {
    await start();
    world.restart();
    answer = refused;
    entered = 'some other key';
    expect((await resume()).run.state).toBe('waiting');
    world.restart();
    entered = 'the old key';
    expect((await resume()).run.state).toBe('completed');
  });

  it('does not close on the word of a person while the secret works, or may work', async () => {
    await start();
    const said = await confirm();
    expect([said.run.state, reason(said)]).toEqual([
      'waiting',
      'grace says that it is done; the old key still works: taken',
    ]);
    answer = unclear;
    await world.clock.advance(6 * HOUR);
    expect((await resume()).run.state).toBe('waiting');
    answer = refused;
    expect((await resume()).run.state).toBe('completed');
  });

  it('ends attested and unproven when the secret cannot tell anything', async () => {
    answer = notOurs;
    await start();

    const report = await confirm();

    expect(report.run.state).toBe('unproven');
    expect(reason(report)).toBe('attested by grace, unproven: the key that was given proves nothing: another account');
  });

  it('is stuck, not closed, when the secret still works at the deadline', async () => {
    await start();
    await world.clock.advance(DAY);

    const report = await resume();

    expect(report.run.state).toBe('stuck');
    expect(reason(report)).toMatch(/^nobody did it by .*; the old key still works: taken$/);
  });

  it('goes to nobody again once it is proven, also for second looks without the secret', async () => {
    answer = ended;
    await start();
    const before = trials;
    entered = null;

    const [recheck] = await world.saga.recheck('run-1');

    expect(recheck?.result).toMatchObject({ kind: 'verified', final: true });
    expect(trials).toBe(before);
  });

  it('is asked about less and less often, and never after more than five minutes', async () => {
    await start();
    const pauses: number[] = [];
    for (let count = 0; count < 60; count += 1) {
      const { wakeAt } = await world.saga.report('run-1');
      pauses.push((wakeAt ?? 0) - world.clock.now());
      await world.clock.advance(pauses.at(-1) ?? 0);
      await resume();
    }
    expect(pauses.slice(0, 3)).toEqual([10_000, 10_000, 10_000]);
    expect(Math.max(...pauses)).toBe(300_000);
    expect(pauses.toSorted((a, b) => a - b)).toEqual(pauses);
  });
});

describe('a guided step without its old secret', () => {
  beforeEach(() => {
    entered = null;
  });

  it('tries nothing, and ends attested', async () => {
    expect((await start()).wakeAt).toBeNull();
    expect((await confirm()).run.state).toBe('unproven');
    expect(trials).toBe(0);
  });

  it('closes when the provider shows by itself that it was done, and waits while it does not', async () => {
    shown = { kind: 'not-yet', reason: 'the log does not show it yet', retryAfter: 60_000 };
    const first = await start();
    expect([first.run.state, reason(first)]).toEqual(['waiting', 'the log does not show it yet']);
    expect(first.wakeAt).toBe(world.clock.now() + 60_000);
    shown = { kind: 'verified', evidence: 'the log shows it', final: true };
    expect((await resume()).run.state).toBe('completed');
    expect(trials).toBe(0);
  });

  it('takes a provider that shows nothing for no answer', async () => {
    shown = { kind: 'unproven', reason: 'no log' };
    expect((await start()).wakeAt).toBeNull();
    shown = null;
    expect((await resume()).run.state).toBe('waiting');
  });

  it('is proven later, when somebody brings the secret', async () => {
    await start();
    await confirm();
    entered = 'the old key';
    answer = ended;

    expect((await resume()).run.state).toBe('completed');
  });

  it('is open again when the secret that somebody brings still works', async () => {
    await start();
    await confirm();
    entered = 'the old key';

    const report = await resume();

    expect([report.run.state, reason(report)]).toEqual([
      'waiting',
      'grace says that it is done; the old key still works: taken',
    ]);
  });

  it('writes nothing more when it is resumed and nothing has changed', async () => {
    await start();
    await confirm();
    const lines = world.journal.size;
    await resume();
    expect(world.journal.size).toBe(lines);
  });
});

describe('carrying on with a run that waits for a person', () => {
  const deps = () => ({
    saga: world.saga,
    journal: world.journal,
    events: { search: () => Promise.resolve({ rows: [], next: null }) },
    clock: world.clock,
    look: () => Promise.resolve(input),
    playbook: containCredential,
    sources: () => Promise.resolve([]),
  });

  it('asks again until it is done, as long as patience lasts', async () => {
    await start();
    const began = world.clock.now();
    const work = carryOn(deps(), 'run-1', HOUR);
    const kill = (async () => {
      await world.clock.sleep(20 * 60_000);
      answer = refused;
    })();

    const { report } = await world.done(work);
    await kill;

    expect(report.run.state).toBe('completed');
    expect((report.steps[0]?.at ?? 0) - began).toBeLessThan(23 * 60_000);
  });

  it('goes on looking for what an intruder does meanwhile', async () => {
    const actions = [...FAKE_ACTIONS.filter(({ id }) => id === 'fake.stop-key'), { ...guided, order: 99 }];
    const both = aPlanInput({ connectors: [{ id: 'fake', actions }] });
    world = aSagaWorld(both, {
      actors: () => {
        const { performers } = world.provider.actor();
        return Promise.resolve({
          performers: { ...performers, 'fake.ask-person': asked() },
          close: () => Promise.resolve(),
        });
      },
      oldSecret: () => Promise.resolve(new Secret('the old key')),
    });
    const looks: number[] = [];
    const report = await world.done(
      world.saga.start(planPlaybook(containCredential, both), { by: 'ada', irreversible: false }),
    );
    const look = (): Promise<PlanInput> => {
      looks.push(world.clock.now());
      return Promise.resolve(both);
    };

    await world.done(carryOn({ ...deps(), look }, report.run.id, 2 * HOUR));

    const hour = looks.filter((at) => at > (looks[0] ?? 0) + HOUR);
    expect(hour.length).toBeGreaterThanOrEqual(8);
  });

  it('does not run in circles when the secret is gone in the middle of it', async () => {
    await start();
    entered = null;

    const { report } = await world.done(carryOn(deps(), 'run-1', HOUR));

    expect(report.run.state).toBe('waiting');
  });

  it('gives up waiting, not the run, when patience is over', async () => {
    await start();

    const { report } = await world.done(carryOn(deps(), 'run-1', HOUR));

    expect(report.run.state).toBe('waiting');
    expect(report.wakeAt).toBeGreaterThan(world.clock.now());
  });
});
