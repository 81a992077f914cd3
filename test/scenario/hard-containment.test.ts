import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AWS_ACTIONS } from '../../connectors/aws/actions.ts';
import type { Outcome } from '../../src/respond/carry-out.ts';
import { carryOut } from '../../src/respond/carry-out.ts';
import { factsOf } from '../../src/respond/guards.ts';
import { guardFactsOf, planPlaybook } from '../../src/respond/plan.ts';
import type { PlanInput } from '../../src/respond/plan-input.ts';
import { containCredential } from '../../src/respond/playbooks/contain-credential.ts';
import { createSaga } from '../../src/respond/saga.ts';
import type { AwsCloud } from '../../src/simulate/aws/cloud.ts';
import type { AwsActWorld } from '../support/aws-act-world.ts';
import { anAwsActWorld } from '../support/aws-act-world.ts';
import type { Observer } from '../support/aws-observer.ts';
import { anObserver } from '../support/aws-observer.ts';
import { MemoryJournal } from '../support/memory-journal.ts';
import { aLogOf } from '../support/observed-log.ts';
import { anIncident, aPlanInput, NOON } from '../support/plan-inputs.ts';

const MINUTE = 60_000;
const USER = 'arn:aws:iam::111122223333:user/ci';

let world: AwsActWorld;
let observer: Observer;

beforeEach(async () => {
  world = await anAwsActWorld({
    timing: 'real',
    settings: { lookup: { throttle: false, lateShare: 0, duplicateShare: 0 } },
  });
  const { cloud } = world.aws;
  cloud.createUser({ name: 'auditor', allow: ['*'] });
  observer = anObserver(cloud, cloud.createKey('auditor').id, () => world.clock.now(), 6 * MINUTE);
});
afterEach(() => world.aws.close());

describe('an intruder who reacts to every step', () => {
  it('mints another key and detaches the deny while the change is spreading, and is contained all the same', async () => {
    const { cloud } = world.aws;
    const intruder = new Intruder(cloud, world.key.id);
    intruder.watch();

    const { report, proof } = await contain();

    expect(intruder.deeds).toContain('minted another key');
    expect(intruder.deeds).toContain('removed the deny');
    expect(intruder.canAct()).toBe(false);
    expect(report.run.state).toBe('completed');
    expect(report.steps.length).toBeGreaterThan(2);
    expect(proof?.verdict).toBe('proven');
    expect(proof?.rounds.some((round) => round.found.length > 0)).toBe(true);
    expect(proof?.rounds.at(-1)?.found).toEqual([]);
    expect(proof?.statement).toContain('No successful use');
    expect(proof?.statement).toContain('Not visible');
  });

  it('is contained when the key that was made belongs to another user and only the late log tells', async () => {
    const { cloud } = world.aws;
    cloud.createUser({ name: 'backdoor', allow: ['*'] });
    const minted = cloud.call({
      as: world.key,
      service: 'iam',
      action: 'CreateAccessKey',
      params: { UserName: 'backdoor' },
    });
    if (!minted.ok) throw new Error(minted.message);
    const id = (minted.body['AccessKey'] as Record<string, string>)['AccessKeyId'] ?? '';
    world.clock.set(world.clock.now() + 20_000);

    const { proof } = await contain();

    expect(cloud.call({ as: id, service: 's3', action: 'ListBuckets' }).ok).toBe(false);
    expect(proof?.verdict).toBe('proven');
  });

  it('does not spoil the proof with attempts that are refused', async () => {
    const { cloud } = world.aws;
    const session = cloud.call({ as: world.key, service: 'sts', action: 'GetSessionToken', params: {} });
    if (!session.ok) throw new Error(session.message);
    const id = (session.body['Credentials'] as Record<string, string>)['AccessKeyId'] ?? '';
    const attempts = every(MINUTE, () => cloud.call({ as: id, service: 's3', action: 'ListBuckets' }));

    const { proof } = await contain();
    await attempts.stop();

    expect(proof?.verdict).toBe('proven');
    expect(proof?.silence.refused).toBeGreaterThan(0);
  });
});

/** Repeats something in virtual time until stopped. */
function every(ms: number, act: () => void): { stop(): Promise<void> } {
  const abort = new AbortController();
  const loop = (async () => {
    while (!abort.signal.aborted) {
      act();
      await world.clock.sleep(ms, abort.signal).catch(() => undefined);
    }
  })();
  return {
    stop: () => {
      abort.abort();
      return loop;
    },
  };
}

/** Watches IAM as anybody with the key can, and strikes back at once with whatever still works. */
class Intruder {
  readonly deeds: string[] = [];
  readonly #cloud: AwsCloud;
  readonly #keys: string[];
  #busy = false;

  constructor(cloud: AwsCloud, key: string) {
    this.#cloud = cloud;
    this.#keys = [key];
  }

  watch(): void {
    this.#cloud.onIamChange((record) => {
      if (this.#busy) return;
      this.#busy = true;
      if (record['eventName'] === 'UpdateAccessKey') this.#mint();
      if (record['eventName'] === 'PutUserPolicy') this.#removeDeny();
      this.#busy = false;
    });
  }

  canAct(): boolean {
    return this.#keys.some((as) => this.#cloud.call({ as, service: 'iam', action: 'ListUsers' }).ok);
  }

  #mint(): void {
    for (const as of this.#keys) {
      const others = this.#keys.filter((key) => key !== as);
      // The quota counts inactive keys: room is made by deleting one.
      for (const old of others)
        this.#cloud.call({
          as,
          service: 'iam',
          action: 'DeleteAccessKey',
          params: { UserName: 'ci', AccessKeyId: old },
        });
      const made = this.#cloud.call({ as, service: 'iam', action: 'CreateAccessKey', params: { UserName: 'ci' } });
      if (!made.ok) continue;
      this.#keys.push((made.body['AccessKey'] as Record<string, string>)['AccessKeyId'] ?? '');
      this.deeds.push('minted another key');
      return;
    }
  }

  #removeDeny(): void {
    const params = { UserName: 'ci', PolicyName: 'KeywatchRevokeOlderSessions' };
    for (const as of this.#keys) {
      if (this.#cloud.call({ as, service: 'iam', action: 'DeleteUserPolicy', params }).ok) {
        this.deeds.push('removed the deny');
        return;
      }
    }
  }
}

async function contain(): Promise<Outcome> {
  const journal = new MemoryJournal();
  const input = look();
  const saga = createSaga({
    journal,
    clock: world.clock,
    actors: (_connector, run) => world.arm(run.runId),
    guards: (step) => Promise.resolve(factsOf(step, guardFactsOf(look()))),
    usage: () => Promise.resolve({ last: null, by: '', rhythm: 0, observedThrough: 0, lag: 0 }),
    newId: () => 'run-1',
    onEvent: () => undefined,
  });
  const deps = {
    saga,
    journal,
    clock: world.clock,
    events: aLogOf(observer.events),
    look: () => Promise.resolve(look()),
    playbook: containCredential,
    sources: observer.sources,
  };
  const plan = planPlaybook(containCredential, input);
  return world.done(carryOut(deps, plan, { by: 'ada', irreversible: false }, 60 * MINUTE));
}

function look(): PlanInput {
  const subject = `aws:${world.key.id}`;
  const edges = observer.edges();
  const all = observer.credentials();
  const inside = new Set([subject]);
  for (const edge of edges) if (inside.has(edge.parent)) inside.add(edge.child);
  const known = all.filter((one) => !inside.has(one.id) && one.kind !== 'session');
  const subtree = all.filter((one) => inside.has(one.id));
  const lost = { ...known[0], id: subject, aliases: [subject], actor: USER, state: 'deleted' as const };
  return aPlanInput({
    incident: anIncident({
      subject: { kind: 'credential', id: subject },
      credentials: [subject],
      firstEvent: NOON - 60 * MINUTE,
    }),
    subject,
    subtree: subtree.some((one) => one.id === subject)
      ? subtree
      : [{ ...subtree[0], ...lost } as PlanInput['subtree'][number], ...subtree],
    edges,
    known,
    connectors: [{ id: 'aws', actions: AWS_ACTIONS }],
    now: world.clock.now(),
  });
}
