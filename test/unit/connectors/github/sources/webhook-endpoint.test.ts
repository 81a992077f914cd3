import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { GITHUB } from '../../../../../connectors/github/index.ts';
import { normalizeWebhook } from '../../../../../connectors/github/records/webhook.ts';
import { GITHUB_WEBHOOK } from '../../../../../connectors/github/sources/webhook-endpoint.ts';
import type { RequestHeaders } from '../../../../../src/core/connector.ts';
import { Secret } from '../../../../../src/core/secret.ts';
import { arrival } from '../../../../support/arrivals.ts';
import { AT, asEvent } from '../records.ts';

const GUID = '72d3162e-cc78-11e3-81ab-4c9367dc0958';
const HEADERS: RequestHeaders = {
  'x-github-event': 'member',
  'x-github-delivery': GUID,
  'content-type': 'application/json',
};
const PAYLOAD = {
  action: 'added',
  member: { login: 'newcomer' },
  sender: { login: 'dev', type: 'User' },
  organization: { login: 'acme' },
};
const bytes = (text: string): Uint8Array => Buffer.from(text);

/** The record of a delivery; fails the test when it was left out. */
function recordOf(headers: RequestHeaders, body: string): unknown {
  const delivery = GITHUB_WEBHOOK.delivery(headers, bytes(body), arrival(AT));
  if ('skip' in delivery) throw new Error(delivery.skip);
  return JSON.parse(Buffer.from(delivery.bytes).toString());
}

describe('the signature of a delivery', () => {
  // The example of GitHub's own documentation.
  const signed = { 'x-hub-signature-256': 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17' };
  const secret = new Secret("It's a Secret to Everybody");

  it('is right as documented', () => {
    expect(GITHUB_WEBHOOK.verify(signed, bytes('Hello, World!'), secret, AT)).toBe(true);
  });

  it.each([
    ['another body', signed, 'Hello, World?'],
    ['no header', {}, 'Hello, World!'],
    ['an empty one', { 'x-hub-signature-256': '' }, 'Hello, World!'],
    [
      'the older kind',
      { 'x-hub-signature': `sha1=${createHmac('sha1', secret.reveal()).update('Hello, World!').digest('hex')}` },
      'Hello, World!',
    ],
  ])('is wrong with %s', (_, headers, body) => {
    expect(GITHUB_WEBHOOK.verify(headers, bytes(body), secret, AT)).toBe(false);
  });
});

describe('a delivery', () => {
  it('becomes an event with the id of the delivery and the time of its arrival', () => {
    const { event } = asEvent(normalizeWebhook(recordOf(HEADERS, JSON.stringify(PAYLOAD))));
    expect(event).toMatchObject({
      time: AT,
      nativeId: GUID,
      account: 'acme',
      actor: 'dev',
      action: 'member.added',
      verb: 'grant',
      traits: ['policy-write'],
      targets: ['newcomer'],
    });
  });

  it.each<readonly [string, object, string | undefined]>([
    ['an organisation, in any case', { organizations: ['ACME'] }, 'github.secret-scanning/ACME'],
    ['the repository alone', { repositories: ['acme/shop'] }, 'github.secret-scanning/acme/shop'],
    ['the enterprise', { enterprise: 'acme-inc' }, 'github.secret-scanning/enterprise/acme-inc'],
    ['another organisation', { organizations: ['other'], enterprise: 'other-inc' }, undefined],
    [
      'nothing, as it is switched off',
      { organizations: ['acme'], sources: { 'secret-scanning': { enabled: false } } },
      undefined,
    ],
  ])('about a leak is announced to the source that reads %s', (_, settings, source) => {
    const headers = { ...HEADERS, 'x-github-event': 'secret_scanning_alert' };
    const payload = {
      action: 'created',
      alert: { number: 7, secret_type: 'x', created_at: '2026-03-01T10:00:00Z' },
      repository: { full_name: 'acme/shop', private: false },
      enterprise: { slug: 'acme-inc' },
    };
    const config = GITHUB.config.parse({ token: 'env:TOKEN', ...settings });
    const delivery = GITHUB_WEBHOOK.delivery(headers, bytes(JSON.stringify(payload)), arrival(AT, config));
    if ('skip' in delivery) throw new Error(delivery.skip);
    expect(delivery.announces).toEqual(source === undefined ? undefined : [source]);
    // Where nobody reads it, the delivery is all that there is.
    const { notes } = asEvent(normalizeWebhook(JSON.parse(Buffer.from(delivery.bytes).toString())));
    expect(notes).toHaveLength(source === undefined ? 1 : 0);
  });

  it('may come as a form', () => {
    const body = new URLSearchParams({ payload: JSON.stringify(PAYLOAD) }).toString();
    expect(recordOf({ ...HEADERS, 'content-type': 'application/x-www-form-urlencoded' }, body)).toMatchObject({
      payload: PAYLOAD,
    });
  });

  it.each([
    ['a test', { ...HEADERS, 'x-github-event': 'ping' }, '{}'],
    ['no kind', { ...HEADERS, 'x-github-event': undefined }, '{}'],
    ['no id', { ...HEADERS, 'x-github-delivery': undefined }, '{}'],
    ['no JSON', HEADERS, '<html>'],
    ['a list', HEADERS, '[]'],
  ])('is left out when it is %s', (_, headers, body) => {
    expect(GITHUB_WEBHOOK.delivery(headers, bytes(body), arrival(AT))).toHaveProperty('skip');
  });

  it('is signed with the secret of the configuration, or with the one before', () => {
    const config = GITHUB.config.parse({ webhook: { secret: 'env:NEW', 'previous-secret': 'env:OLD' } });
    expect(GITHUB_WEBHOOK.secrets(config).map(({ reference }) => reference)).toEqual(['env:NEW', 'env:OLD']);
    expect(GITHUB_WEBHOOK.secrets(GITHUB.config.parse({}))).toEqual([]);
  });
});
