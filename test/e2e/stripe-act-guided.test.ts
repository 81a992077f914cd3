import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { CONNECTORS } from '../../src/app/setup/connectors.ts';
import { openDaemon } from '../../src/app/watch/daemon.ts';
import { takeLease } from '../../src/app/watch/lease.ts';
import { DAY, HOUR, MINUTE } from '../../src/core/time.ts';
import { fakeSystem } from '../support/fake-system.ts';
import { type StripeCli, stripeCli } from '../support/stripe-cli.ts';
import { STOLEN_KEY, STRIPE_ACCOUNT } from '../support/stripe-stage.ts';
import { useTempFolders } from '../support/temp-folder.ts';

const BINDING = `credentials:
  - match: stripe:keys-of-${STRIPE_ACCOUNT}
    owner: payments team
    consumers:
      - store: stripe
        target: prod/shop/stripe
        reload: kubectl rollout restart deploy/shop
`;
const LOGS_ON = `    sources:
      activity-logs:
        enabled: true
`;

describe('a guided rotation, from the command line', () => {
  const newFolder = useTempFolders();
  let cli: StripeCli | null = null;

  afterEach(async () => {
    await cli?.stage.close();
    cli = null;
  });

  async function open(more = '', settings = ''): Promise<StripeCli> {
    cli = await stripeCli({ cwd: newFolder(), more, settings });
    return cli;
  }

  async function begun(one: StripeCli, stdin?: string): Promise<string> {
    const { hash } = await one.planned();
    const args = ['respond', 'apply', hash, '--patience', '0s'];
    await one.run(stdin === undefined ? args : [...args, '--old-key-stdin'], stdin);
    return one.runId();
  }

  const stepId = `contain:stripe.roll-keys:stripe:keys-of-${STRIPE_ACCOUNT}`;

  it('is planned with the right page, the owner and everybody who has to get the new key', async () => {
    const { text } = await (await open(BINDING)).planned();

    expect(text).toContain('Rotate the key in the Dashboard  irreversible, guided (a person does it; the run waits)');
    expect(text).toContain(`payments team at https://dashboard.stripe.com/${STRIPE_ACCOUNT}/apikeys`);
    expect(text).toContain('Put the new one into prod/shop/stripe in stripe, then: kubectl rollout restart');
    expect(text).toMatch(/impact .*used a key that its events do not name/s);
    expect(text).not.toContain('left out');
  });

  it('is told apart from what Keywatch does by doctor and by the plan', async () => {
    const one = await open();
    const { out } = await one.run(['doctor']);
    const [line = ''] = out.split('\n').filter((one) => one.includes('stripe: contain: '));
    expect(line).toMatch(/disable-endpoint, end-ephemeral-key, pause-payouts; .*: roll-keys \[irreversible\]; /);
    expect(line).toContain('narrow-key (needs managed-keys, a gated preview');
    const { text } = await one.planned();
    expect(text).toContain('Pause scheduled payouts  reversible, auto (Keywatch does it)');
    expect(text).toContain('cannot be undone; 1 by a person');
  });

  it('stops the money at once, waits for the person, and closes proven when the old key is dead', async () => {
    const one = await open(BINDING);
    const id = await begun(one, STOLEN_KEY);
    expect(one.stage.account.schedule).toBe('manual');
    expect(one.stage.account.payouts[0]?.status).toBe('canceled');
    const { out, code } = await one.run(['respond', 'status', id]);
    expect({ code, waiting: out.includes('the old key still works') }).toEqual({ code: 0, waiting: true });

    one.stage.kill(one.now() + 7 * MINUTE);
    const last = await one.run(['respond', 'resume', id, '--old-key-stdin', '--patience', '1h'], STOLEN_KEY);

    expect(last.code).toBe(0);
    expect(last.out).toContain('the old key is dead: Stripe answers 401, the key has expired');
    expect(last.out).toMatch(/Containment of inc-\w+: proven/);
    // Nobody has the key any more, and nobody needs it.
    const later = await one.run(['respond', 'resume', id]);
    expect([later.code, later.out.includes(': proven')]).toEqual([0, true]);
  });

  it('ends attested and unproven without the old key, says so, and is proven when somebody brings it', async () => {
    const one = await open();
    const id = await begun(one);
    one.stage.kill(one.now());

    const said = await one.run(['respond', 'confirm', id, stepId, '--note', 'rolled at nine']);
    expect(said.out).toContain('completed, but not all of it could be proven');
    expect(said.out).toContain('attested by ana, unproven: the old key is not there to be tried');
    const again = await one.run(['respond', 'resume', id]);
    expect([again.code, again.out.includes(': unproven')]).toEqual([1, true]);

    const proven = await one.run(['respond', 'resume', id, '--old-key-stdin', '--patience', '1h'], `${STOLEN_KEY}\n`);
    expect([proven.code, proven.out.includes(': proven')]).toEqual([0, true]);
  });

  it('does not take the word of a person while the key works', async () => {
    const one = await open();
    const id = await begun(one, STOLEN_KEY);

    const said = await one.run(['respond', 'confirm', id, stepId, '--old-key-stdin'], STOLEN_KEY);

    expect(said.out).toContain('ana says that it is done; the old key still works');
    expect(said.out).toMatch(/: waiting\n/);
  });

  it('reads the old key from where it stands, as long as that is the old one', async () => {
    const one = await open(`credentials:
  - match: stripe:keys-of-${STRIPE_ACCOUNT}
    secret: file:shop.key
`);
    writeFileSync(join(one.stage.cwd, 'shop.key'), `${STOLEN_KEY}\n`);
    const id = await begun(one);
    one.stage.kill(one.now() + MINUTE, 'deleted');
    one.wait(5 * MINUTE);

    const { code, out } = await one.run(['respond', 'resume', id, '--patience', '1h']);

    expect([code, out.includes('the old key worked in this run and is now dead')]).toEqual([0, true]);
  });

  it('proves nothing with a key that nobody has seen work, nor with one of somewhere else', async () => {
    const one = await open();
    const id = await begun(one);
    const mistyped = `${STOLEN_KEY.slice(0, -1)}0`;
    const first = await one.run(['respond', 'resume', id, '--old-key-stdin'], mistyped);
    expect(first.out).toContain('nobody has seen it work, so it may be mistyped');
    const other = await one.run(['respond', 'resume', id, '--old-key-stdin'], 'ghp_notAKeyOfThisProvider');
    expect(other.out).toContain('it is no secret or restricted key of Stripe');
    const test = await one.run(['respond', 'resume', id, '--old-key-stdin'], STOLEN_KEY.replace('live', 'test'));
    expect(test.out).toContain('it is a key of test mode, not of live mode');
    for (const { out } of [first, other, test]) expect(out).toMatch(/: waiting\n/);
    expect(one.stage.stripe.requests.filter((line) => line.includes('/v1/account'))).toHaveLength(2);
  });

  it('takes Stripe refusing our own key as well for no proof', async () => {
    const one = await open();
    const id = await begun(one, STOLEN_KEY);
    one.stage.kill(one.now());
    const { keys } = one.stage.account;
    for (const [index, key] of keys.entries())
      if (key.permissions.includes('event_read')) keys[index] = { ...key, diesAt: one.now() };

    const { out } = await one.run(['respond', 'resume', id, '--old-key-stdin'], STOLEN_KEY);

    expect(out).toContain('a key of ours was not taken either');
    expect(out).toMatch(/: waiting\n/);
  });

  it('refuses a key for a run in which nobody waits for it', async () => {
    const one = await open();
    const id = await begun(one, STOLEN_KEY);
    one.stage.kill(one.now());
    await one.run(['respond', 'resume', id, '--old-key-stdin', '--patience', '1h'], STOLEN_KEY);

    const { code, err } = await one.run(['respond', 'resume', id, '--old-key-stdin'], STOLEN_KEY);
    expect([code, err.includes('no step waits for a person')]).toEqual([2, true]);
    const none = await one.run(['respond', 'resume', id, '--old-key-stdin'], 'two words');
    expect([none.code, none.err.includes('no single key')]).toEqual([2, true]);
  });

  it('is stuck after its deadline, and goes on when it is resumed', async () => {
    const one = await open('respond:\n  guided-deadline: 2h\n');
    const id = await begun(one, STOLEN_KEY);
    one.wait(2 * HOUR);
    const late = await one.run(['respond', 'resume', id, '--old-key-stdin'], STOLEN_KEY);
    expect(late.out).toMatch(/: stuck, needs a person\n/);
    expect(late.out).toContain('nobody did it by');
    one.stage.kill(one.now());
    const done = await one.run(['respond', 'resume', id, '--old-key-stdin', '--patience', '1h'], STOLEN_KEY);
    expect([done.code, done.out.includes(': proven')]).toEqual([0, true]);
  });

  it('has the daemon remind whoever has to do it, and tell everybody when the time is over', async () => {
    const one = await open(`${BINDING}respond:\n  guided-reminder: 1h\n  guided-deadline: 3h\n`);
    const id = await begun(one);
    const told: string[] = [];
    for (let hours = 0; hours < 4; hours += 1) {
      told.push(await turnOfDaemon(one));
      one.wait(HOUR);
    }

    const reminded = told.filter((text) => text.includes('a person has to do something, and has not yet'));
    expect(reminded).toHaveLength(2);
    expect(reminded[0]).toMatch(new RegExp(`Run ${id} waits for\\s+payments team since`));
    expect(told.at(-1)).toContain('a person had to do something, and the time is over');
    expect(told.join()).not.toContain(STOLEN_KEY);
  });

  /** One turn of the daemon at this moment. @returns what it told on the console */
  async function turnOfDaemon(one: StripeCli): Promise<string> {
    const system = fakeSystem({ start: one.now(), env: one.stage.env });
    let text = '';
    const daemon = await openDaemon({
      around: { system, connectors: CONNECTORS, cwd: one.stage.cwd },
      log: () => undefined,
      signal: new AbortController().signal,
      terminal: { write: (more) => void (text += more), width: 200, color: false },
      lease: (store) => takeLease(store.leases, system),
    });
    await system.clock.runUntil(daemon.app.tick());
    await system.clock.runUntil(daemon.close());
    return text;
  }

  describe('where activity logs can be read', () => {
    const end = (one: StripeCli, change: object): void => {
      const created = new Date(one.now()).toISOString();
      const record = { id: 'accact_1', type: 'api_key_deleted', created, livemode: true, context: STRIPE_ACCOUNT };
      one.stage.account.activities.push({ ...record, ...change });
    };

    it('waits for the log, then says that the end of another key proves nothing', async () => {
      const one = await open('', LOGS_ON);
      const id = await begun(one);
      end(one, { details: { type: 'api_key', api_key: { id: 'mk_other', name: 'billing' } } });
      const early = await one.run(['respond', 'confirm', id, stepId]);
      expect(early.out).toContain('the activity log does not show it yet');
      one.wait(11 * MINUTE);

      const { out } = await one.run(['respond', 'resume', id]);

      expect(out).toContain('api_key_deleted for key mk_other');
      expect(out).toContain('nobody can say that it was this key');
      expect(out).toContain(': unproven');
    });

    it('is attested where the log is closed to our key', async () => {
      const one = await open('', LOGS_ON);
      const id = await begun(one);
      const { keys } = one.stage.account;
      const index = keys.findIndex(({ permissions }) => permissions.includes('activity_read'));
      const key = keys[index];
      if (key !== undefined) keys[index] = { ...key, permissions: ['event_read', 'webhook_read'] };
      one.wait(DAY / 24);
      const { out } = await one.run(['respond', 'confirm', id, stepId]);
      expect(out).toContain('attested by ana, unproven: the activity log could not be read');
    });
  });
});
