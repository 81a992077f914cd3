import { describe, expect, it } from 'vitest';
import type { ActionDeclaration, ActionPerformer, ActionTarget, Receipt } from '../../src/core/action.ts';
import type { ConnectorActor } from '../../src/core/connector.ts';

/** One action with something to do it to, on a fresh simulated provider. */
export interface ActionSubject {
  readonly target: ActionTarget;
  readonly actor: ConnectorActor;
  /** The provider's state, comparable. Names that the provider makes up must not be in it. */
  state(): unknown;
  /** What a person does in a guided step; nothing for the others. */
  byHand(): void;
  /** Lets pass what the provider takes to spread a change; absent where it takes no time. */
  settle?(): void;
  close(): Promise<void>;
}

export interface ActionCase {
  readonly declaration: ActionDeclaration;
  readonly subject: () => Promise<ActionSubject>;
}

/** What every action promises by its declaration, whatever it does. */
export function describeAction(test: ActionCase): void {
  const { declaration } = test;
  describe(declaration.id, () => {
    it('says what it needs, and warns of what cannot be undone', () => {
      expect(declaration.id).toMatch(/^[a-z]+\.[a-z-]+$/);
      expect(declaration.title).not.toBe('');
      expect(declaration.caution).not.toBe('');
      if (declaration.mode === 'guided') expect(declaration.guide).toBeDefined();
      else expect(declaration.needs.length).toBeGreaterThan(0);
      if (declaration.risk === 'irreversible') expect(declaration.mode).not.toBe('auto');
    });

    it('plans the requests that it makes, without secrets in them', async () => {
      await within(test, async ({ target }) => {
        const requests = declaration.plan(target);
        if (declaration.mode !== 'guided') expect(requests.length).toBeGreaterThan(0);
        expect(JSON.stringify(requests)).toBe(JSON.stringify(declaration.plan(target)));
      });
    });

    it('has a performer of the risk that it declares', async () => {
      await within(test, async ({ actor }) => {
        expect(actor.performers[declaration.id]?.risk).toBe(declaration.risk);
      });
    });

    if (declaration.mode === 'guided') {
      it('never calls a finished guided step failed', async () => {
        await within(test, async (subject, performer) => {
          subject.byHand();
          const receipt = { at: 0, fields: { confirmedBy: 'ada', note: '' } };
          expect((await performer.verify(subject.target, receipt)).kind).toMatch(/^(verified|unproven)$/);
        });
      });
      return;
    }

    it('does what verify then finds', async () => {
      await within(test, async (subject, performer) => {
        const receipt = await carriedOut(performer, subject.target);
        subject.settle?.();
        expect((await performer.verify(subject.target, receipt)).kind).toMatch(/^(verified|unproven)$/);
      });
    });

    it('tells secrets from fields', async () => {
      await within(test, async (subject, performer) => {
        const receipt = await carriedOut(performer, subject.target);
        for (const secret of Object.values(receipt.secrets ?? {}))
          if (secret.reveal().length > 20) expect(JSON.stringify(receipt)).not.toContain(secret.reveal());
      });
    });

    if (declaration.capability !== 'issue') {
      it('may be repeated, as after a crash before its receipt was written', async () => {
        await within(test, async (subject, performer) => {
          const before = (await performer.prepare?.(subject.target)) ?? {};
          await performer.apply(subject.target, KEY, before);
          const once = subject.state();
          await performer.apply(subject.target, KEY, before);
          expect(subject.state()).toEqual(once);
        });
      });
    }

    if (declaration.risk === 'reversible') {
      it('puts back exactly the state before, also when it is undone twice', async () => {
        await within(test, async (subject, performer) => {
          const start = subject.state();
          const before = (await performer.prepare?.(subject.target)) ?? {};
          const receipt = await performer.apply(subject.target, KEY, before);
          expect(subject.state()).not.toEqual(start);
          await undo(performer, subject.target, receipt, before);
          expect(subject.state()).toEqual(start);
          await undo(performer, subject.target, receipt, before);
          expect(subject.state()).toEqual(start);
        });
      });

      it('changes nothing when the goal was there before, and leaves it there when undone', async () => {
        if (declaration.capability === 'issue') return;
        await within(test, async (subject, performer) => {
          await carriedOut(performer, subject.target);
          const reached = subject.state();
          const before = (await performer.prepare?.(subject.target)) ?? {};
          const receipt = await performer.apply(subject.target, KEY, before);
          await undo(performer, subject.target, receipt, before);
          expect(subject.state()).toEqual(reached);
        });
      });

      it('is no longer verified once it is undone', async () => {
        await within(test, async (subject, performer) => {
          const before = (await performer.prepare?.(subject.target)) ?? {};
          const receipt = await performer.apply(subject.target, KEY, before);
          await undo(performer, subject.target, receipt, before);
          expect((await performer.verify(subject.target, receipt)).kind).not.toBe('verified');
        });
      });
    }
  });
}

const KEY = 'a'.repeat(64);

async function carriedOut(performer: ActionPerformer, target: ActionTarget): Promise<Receipt> {
  const before = (await performer.prepare?.(target)) ?? {};
  return performer.apply(target, KEY, before);
}

async function undo(
  performer: ActionPerformer,
  target: ActionTarget,
  receipt: Receipt,
  before: Readonly<Record<string, string>>,
): Promise<void> {
  if (performer.risk !== 'reversible') throw new Error('declared reversible, but has no undo');
  await performer.undo(target, receipt, before);
}

async function within(
  test: ActionCase,
  work: (subject: ActionSubject, performer: ActionPerformer) => Promise<void>,
): Promise<void> {
  const subject = await test.subject();
  try {
    const performer = subject.actor.performers[test.declaration.id];
    if (performer === undefined) throw new Error(`no performer for ${test.declaration.id}`);
    await work(subject, performer);
  } finally {
    await subject.actor.close();
    await subject.close();
  }
}
