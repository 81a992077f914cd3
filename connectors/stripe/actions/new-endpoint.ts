import type { ActionDeclaration } from '../../../src/core/action.ts';
import { namesOf, targetParams } from './names.ts';

/** No request rolls a signing secret: a second endpoint for the same address has one of its own. */
export const newEndpoint: ActionDeclaration = {
  id: 'stripe.new-endpoint',
  title: 'Make a second endpoint with a new signing secret',
  capability: 'issue',
  mode: 'auto',
  risk: 'reversible',
  needs: ['webhook_read', 'webhook_write'],
  order: 10,
  caution:
    'Until the old endpoint is disabled every event is delivered twice, signed with either secret: the receiver has to take both, and to leave out repeats.',
  target: (credential, { suspectSince }) => {
    const names = namesOf(credential);
    if (names === null || names.endpoint === '') return null;
    if (credential.createdAt !== null && credential.createdAt >= suspectSince)
      return { refused: 'it was made since the incident began: disable it, and do not replace it' };
    return {
      key: names.endpoint,
      account: names.account,
      label: `signing secret of webhook endpoint ${names.endpoint} of ${names.account}`,
      params: { id: names.endpoint, mode: names.mode },
    };
  },
  plan: (target) => [
    {
      service: 'stripe',
      operation: `GET /v1/webhook_endpoints/${targetParams(target).id}`,
      params: {},
      effect: 'read',
    },
    {
      service: 'stripe',
      operation: 'POST /v1/webhook_endpoints',
      params: { url: '{its address}', enabled_events: '{its events}', api_version: '{its version}' },
      effect: 'write',
    },
  ],
};
