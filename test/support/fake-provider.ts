import type { ActionDeclaration, ActionPerformer, ActionTarget } from '../../src/core/action.ts';
import type { ConnectorActor, SecretStore } from '../../src/core/connector.ts';
import { AppError } from '../../src/core/errors.ts';
import { Secret } from '../../src/core/secret.ts';
import type { Clock } from '../../src/core/time.ts';

/** Everything that the fake provider remembers: what a test compares. */
export interface FakeState {
  /** Key id to its owner and whether it works. */
  readonly keys: Record<string, { readonly user: string; readonly on: boolean }>;
  /** Users whose sessions are denied. */
  readonly denied: readonly string[];
  /** Text of the consumer's secret, current version. */
  readonly secret: string;
}

type Fault = 'before' | 'after' | null;

/** A provider in memory with the awkward habits of real ones: calls fail, or act and lose the answer. */
export class FakeProvider {
  readonly calls: string[] = [];
  readonly clock: Clock;
  #keys = new Map<string, { user: string; on: boolean }>();
  #denied = new Set<string>();
  #versions: { key: string; text: string }[] = [{ key: 'first', text: 'old' }];
  #made = 0;
  /** Asked before each writing call; `after` acts and then loses the answer. */
  fault: (call: string) => Fault = () => null;
  /** Kind of the failure that faults make. */
  faultKind: 'transient' | 'forbidden' = 'transient';
  /** Runs after each writing call: where an intruder reacts. */
  react: (call: string) => void = () => undefined;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  addKey(id: string, user: string, on = true): void {
    this.#keys.set(id, { user, on });
  }

  state(): FakeState {
    return {
      keys: Object.fromEntries([...this.#keys].toSorted(([a], [b]) => (a < b ? -1 : 1))),
      denied: [...this.#denied].toSorted(),
      secret: this.#versions.at(-1)?.text ?? '',
    };
  }

  setKey(id: string, on: boolean): void {
    const key = this.#keys.get(id);
    if (key !== undefined) this.#keys.set(id, { ...key, on });
  }

  allow(user: string): void {
    this.#denied.delete(user);
  }

  actor(): ConnectorActor {
    return {
      performers: {
        'fake.stop-key': this.#stopKey(),
        'fake.deny-user': this.#denyUser(),
        'fake.make-key': this.#makeKey(),
        'fake.delete-key': this.#deleteKey(),
      },
      secretStore: this.#secretStore(),
      close: () => Promise.resolve(),
    };
  }

  #write<T>(call: string, act: () => T): T {
    this.calls.push(call);
    const fault = this.fault(call);
    const failure = new AppError(`${call} failed`, {
      code: 'FAKE_FAULT',
      kind: this.faultKind,
      hint: 'Repair the fake.',
    });
    if (fault === 'before') throw failure;
    const result = act();
    this.react(call);
    if (fault === 'after') throw failure;
    return result;
  }

  #stopKey(): ActionPerformer {
    const read = (target: ActionTarget): string => {
      const key = this.#keys.get(target.key);
      return key === undefined ? 'gone' : String(key.on);
    };
    return {
      risk: 'reversible',
      prepare: (target) => Promise.resolve({ on: read(target) }),
      apply: async (target) => {
        this.#write(`stop ${target.key}`, () => {
          this.setKey(target.key, false);
        });
        return { at: this.clock.now(), fields: {} };
      },
      verify: async (target) =>
        read(target) === 'true'
          ? { kind: 'not-yet', reason: `${target.key} works`, retryAfter: 1_000 }
          : { kind: 'verified', evidence: `${target.key} is off` },
      undo: async (target, _receipt, before) => {
        if (before['on'] === 'gone') return;
        this.#write(`unstop ${target.key}`, () => {
          this.setKey(target.key, before['on'] === 'true');
        });
      },
    };
  }

  #denyUser(): ActionPerformer {
    return {
      risk: 'reversible',
      prepare: (target) => Promise.resolve({ denied: String(this.#denied.has(target.key)) }),
      apply: async (target) => {
        this.#write(`deny ${target.key}`, () => this.#denied.add(target.key));
        return { at: this.clock.now(), fields: {} };
      },
      verify: async (target) =>
        this.#denied.has(target.key)
          ? { kind: 'verified', evidence: `${target.key} is denied` }
          : { kind: 'not-yet', reason: `${target.key} is not denied`, retryAfter: 1_000 },
      undo: async (target, _receipt, before) => {
        if (before['denied'] === 'true') return;
        this.#write(`undeny ${target.key}`, () => this.#denied.delete(target.key));
      },
    };
  }

  #makeKey(): ActionPerformer {
    const owned = (user: string): string[] => [...this.#keys].filter(([, key]) => key.user === user).map(([id]) => id);
    return {
      risk: 'reversible',
      prepare: (target) => Promise.resolve({ keys: owned(target.params['user'] ?? '').join(' ') }),
      apply: async (target) => {
        const user = target.params['user'] ?? '';
        const id = this.#write(`make ${user}`, () => {
          this.#made += 1;
          const made = `new-${String(this.#made)}`;
          this.addKey(made, user);
          return made;
        });
        const secrets = { id: new Secret(id), secret: new Secret(`secret of ${id}`) };
        return { at: this.clock.now(), fields: { issued: `fake:${id}` }, secrets };
      },
      reconcile: async (target, _key, before) => {
        const known = (before['keys'] ?? '').split(' ');
        const id = owned(target.params['user'] ?? '').find((one) => !known.includes(one));
        return id === undefined ? null : { at: this.clock.now(), fields: { issued: `fake:${id}` } };
      },
      verify: async (_target, receipt) =>
        receipt.secrets === undefined
          ? { kind: 'unproven', reason: 'the secret is not at hand' }
          : { kind: 'verified', evidence: 'accepted three times' },
      undo: async (_target, receipt) => {
        const id = (receipt.fields['issued'] ?? '').slice('fake:'.length);
        this.#write(`unmake ${id}`, () => this.#keys.delete(id));
      },
    };
  }

  #deleteKey(): ActionPerformer {
    return {
      risk: 'irreversible',
      apply: async (target) => {
        this.#write(`delete ${target.key}`, () => this.#keys.delete(target.key));
        return { at: this.clock.now(), fields: {} };
      },
      verify: async (target) =>
        this.#keys.has(target.key)
          ? { kind: 'not-yet', reason: `${target.key} is listed`, retryAfter: 1_000 }
          : { kind: 'verified', evidence: `${target.key} is gone` },
    };
  }

  #secretStore(): SecretStore {
    const index = (key: string): number => this.#versions.findIndex((one) => one.key === key);
    return {
      read: () => Promise.resolve(new Secret(this.#versions.at(-1)?.text ?? '')),
      deliver: async (target, parts, key) => {
        this.#write(`deliver ${target}`, () => {
          const text = Object.values(parts)
            .map((part) => part.reveal())
            .join(' ');
          if (index(key) === -1) this.#versions.push({ key, text });
        });
        return { version: key };
      },
      reconcile: (_target, key) => Promise.resolve(index(key) === -1 ? null : { version: key }),
      rollback: async (target, receipt) => {
        this.#write(`rollback ${target}`, () => {
          this.#versions = this.#versions.filter((one) => one.key !== receipt['version']);
        });
      },
    };
  }
}

/** The same actions as declarations. */
export const FAKE_ACTIONS: readonly ActionDeclaration[] = [
  declare('fake.stop-key', 'contain', 'reversible', 10, (id, user) => ({ key: id, user }), ['cut', 'retire']),
  declare('fake.deny-user', 'contain', 'reversible', 20, (_id, user) => ({ key: user, user }), ['cut']),
  declare('fake.make-key', 'issue', 'reversible', 10, (id, user) => ({ key: id, user }), ['cut']),
  declare('fake.delete-key', 'revoke', 'irreversible', 10, (id, user) => ({ key: id, user }), ['cut']),
];

function declare(
  id: string,
  capability: ActionDeclaration['capability'],
  risk: ActionDeclaration['risk'],
  order: number,
  target: (id: string, user: string) => { readonly key: string; readonly user: string },
  approaches: readonly string[],
): ActionDeclaration {
  return {
    id,
    title: id,
    capability,
    mode: risk === 'irreversible' ? 'gated' : 'auto',
    risk,
    needs: [`${id}:permission`],
    order,
    caution: '',
    target: (credential, context) => {
      if (!approaches.includes(context.approach) || credential.kind === 'session') return null;
      const { key, user } = target(credential.id.slice('fake:'.length), credential.actor);
      const principal = key === user ? { principal: user } : {};
      return { key, account: credential.account, label: `${id} ${key}`, params: { user }, ...principal };
    },
    plan: (made) => [{ service: 'fake', operation: id, params: { key: made.key }, effect: 'write' }],
  };
}
