import type { ActionPerformer, ActionTarget } from '../../../src/core/action.ts';
import { AppError } from '../../../src/core/errors.ts';
import { Secret } from '../../../src/core/secret.ts';
import { targetParams } from '../actions/names.ts';
import { unexpected } from '../failures.ts';
import type { Json } from '../json.ts';
import { isObject, listOf, objectOf, textOf } from '../json.ts';
import type { Hands } from './hands.ts';

const PATH = '/v1/webhook_endpoints';
/** Metadata by which an endpoint of ours is found again after a lost answer. */
const MARK = 'keywatch';
const MARK_CHARS = 40;
const MOST_PAGES = 10;

/** Stripe shows the signing secret in the answer that makes the endpoint, and never again. */
export function newEndpointPerformer(hands: Hands): ActionPerformer {
  const pathOf = (id: string): string => `${PATH}/${encodeURIComponent(id)}`;
  return {
    risk: 'reversible',
    // Its address may hold a secret, so it is read again rather than kept in the journal.
    prepare: async (target) => {
      const old = await hands.ask(target, `look at ${target.label}`, { path: pathOf(targetParams(target).id) });
      return { status: textOf(old['status']) };
    },
    apply: async (target, idempotencyKey) => {
      const old = await hands.ask(target, `look at ${target.label}`, { path: pathOf(targetParams(target).id) });
      const made = await hands.ask(target, `make a second endpoint beside ${target.label}`, {
        method: 'POST',
        path: PATH,
        body: likeIt(old, idempotencyKey),
        idempotencyKey,
      });
      const [id, secret] = [textOf(made['id']), textOf(made['secret'])];
      if (!id.startsWith('we_') || secret === '') throw unexpected(`make a second endpoint beside ${target.label}`);
      return {
        at: hands.clock.now(),
        fields: { issued: `stripe:${id}` },
        secrets: { secret: new Secret(secret) },
      };
    },
    verify: async (target, receipt) => {
      const id = issuedIn(receipt.fields);
      const status = await statusOf(hands, target, pathOf(id));
      if (status === 'enabled') return { kind: 'verified', evidence: `Stripe lists endpoint ${id} as enabled` };
      return { kind: 'failed', reason: `Stripe lists endpoint ${id} as ${status}` };
    },
    reconcile: async (target, idempotencyKey) => {
      const id = await marked(hands, target, idempotencyKey.slice(0, MARK_CHARS));
      return id === '' ? null : { at: hands.clock.now(), fields: { issued: `stripe:${id}` } };
    },
    undo: async (target, receipt) => {
      const id = issuedIn(receipt.fields);
      if (id === '') return;
      await removeEndpoint(hands, target, pathOf(id));
    },
  };
}

/** Deletes an endpoint; one that is gone is as good. */
export async function removeEndpoint(hands: Hands, target: ActionTarget, path: string): Promise<void> {
  try {
    await hands.ask(target, `delete ${path}`, { method: 'DELETE', path });
  } catch (error) {
    if (!(error instanceof AppError && error.kind === 'not-found')) throw error;
  }
}

/** `gone` for one that is not there. */
export async function statusOf(hands: Hands, target: ActionTarget, path: string): Promise<string> {
  try {
    return textOf((await hands.ask(target, `look at ${path}`, { path }))['status']) || 'unknown';
  } catch (error) {
    if (error instanceof AppError && error.kind === 'not-found') return 'gone';
    throw error;
  }
}

function likeIt(old: Json, idempotencyKey: string): Readonly<Record<string, string | boolean | object>> {
  const version = textOf(old['api_version']);
  const description = textOf(old['description']);
  return {
    url: textOf(old['url']),
    enabled_events: listOf(old['enabled_events']).map(String),
    metadata: { ...objectOf(old['metadata']), [MARK]: idempotencyKey.slice(0, MARK_CHARS) },
    ...(version === '' ? {} : { api_version: version }),
    ...(description === '' ? {} : { description }),
    // Endpoints for events of connected accounts name the application that those are connected to.
    ...(textOf(old['application']) === '' ? {} : { connect: true }),
  };
}

async function marked(hands: Hands, target: ActionTarget, mark: string): Promise<string> {
  let after = '';
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const query = new URLSearchParams({ limit: '100', ...(after === '' ? {} : { starting_after: after }) });
    const answer = await hands.ask(target, 'list the webhook endpoints', { path: `${PATH}?${query.toString()}` });
    const all = listOf(answer['data']).filter(isObject);
    const found = all.find((one) => objectOf(one['metadata'])[MARK] === mark);
    if (found !== undefined) return textOf(found['id']);
    after = answer['has_more'] === true ? textOf(all.at(-1)?.['id']) : '';
    if (after === '') return '';
  }
  return '';
}

function issuedIn(fields: Readonly<Record<string, string>>): string {
  return (fields['issued'] ?? '').replace(/^stripe:/, '');
}
