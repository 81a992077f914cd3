import { describe, expect, it } from 'vitest';
import { decode } from '../../src/collect/decode.ts';
import type { Connector, RequestHeaders, WebhookDeclaration } from '../../src/core/connector.ts';
import { Secret } from '../../src/core/secret.ts';
import { arrival } from '../support/arrivals.ts';

/** How a provider would deliver to us. */
export interface WebhookContract {
  readonly connector: Connector;
  /** As the file has it, with one secret under `reference`; and without any. */
  readonly config: object;
  readonly without: object;
  readonly reference: string;
  /** The headers of a delivery, signed as the provider does. */
  readonly sign: (body: string, secret: string, at: number) => RequestHeaders;
  /** Headers that carry the signature. */
  readonly signature: string;
  readonly body: string;
}

const AT = Date.UTC(2026, 2, 2, 9);
const SECRET = ['whsec', 'signsWhatIsDelivered0'].join('_');
const bytes = (text: string): Uint8Array => Buffer.from(text);

/** Every receiver of webhooks has to pass it: nothing forged is taken, nothing throws, nothing counts twice. */
export function webhookContract(name: string, contract: WebhookContract): void {
  describe(`${name} as a webhook`, () => {
    const { body, connector, reference, sign } = contract;
    const webhook: WebhookDeclaration | undefined = connector.webhook;
    if (webhook === undefined) throw new Error(`${connector.id} takes no deliveries`);
    const config = connector.config.parse(contract.config);
    const isTaken = (headers: RequestHeaders, text = body, secret = SECRET): boolean =>
      webhook.verify(headers, bytes(text), new Secret(secret), AT);
    const headers = sign(body, SECRET, AT);

    function idsIn(text: string, received: number): readonly string[] {
      const delivery = webhook?.delivery(
        sign(text, SECRET, received),
        bytes(text),
        arrival(received, config, reference),
      );
      if (delivery === undefined || 'skip' in delivery) throw new Error(delivery?.skip);
      const batch = decode(
        { source: 'test', ...delivery },
        { formats: connector.formats, match: () => [], keepRaw: false },
      );
      return Array.from({ length: batch.size }, (_, row) =>
        Buffer.from(batch.ids.slice(row * 16, row * 16 + 16)).toString('hex'),
      );
    }

    it('has the path of its connector', () => {
      expect(webhook.path).toBe(`/hooks/${connector.id}`);
    });

    it('names the secrets of the configuration, and none where there are none', () => {
      expect(webhook.secrets(config).map((one) => one.reference)).toEqual([reference]);
      expect(webhook.secrets(connector.config.parse(contract.without))).toEqual([]);
    });

    it('takes what the provider signed', () => {
      expect(isTaken(headers)).toBe(true);
    });

    it.each([
      ['another secret', () => isTaken(sign(body, `${SECRET}1`, AT))],
      ['a secret of our own that signed something else', () => isTaken(sign(`${body} `, SECRET, AT))],
      ['a byte more', () => isTaken(headers, `${body} `)],
      ['no headers', () => isTaken({})],
      ['an empty signature', () => isTaken({ ...headers, [contract.signature]: '' })],
      [
        'half a signature',
        () => isTaken({ ...headers, [contract.signature]: headers[contract.signature]?.slice(0, -8) }),
      ],
      [
        'a signature with more behind it',
        () => isTaken({ ...headers, [contract.signature]: `${headers[contract.signature]}00` }),
      ],
      ['a signature that is noise', () => isTaken({ ...headers, [contract.signature]: '\u00ff=,;='.repeat(99) })],
    ])('refuses %s', (_, taken) => {
      expect(taken()).toBe(false);
    });

    it('makes the same event of a delivery that comes again', () => {
      const first = idsIn(body, AT);
      expect(first.length).toBeGreaterThan(0);
      expect(idsIn(body, AT + 60_000)).toEqual(first);
    });

    it.each([
      ['nothing', ''],
      ['a web page', '<html></html>'],
      ['a list', '[1]'],
      ['a text', '"x"'],
      ['half of it', body.slice(0, body.length / 2)],
    ])('leaves out a body that is %s', (_, text) => {
      const delivery = webhook.delivery(sign(text, SECRET, AT), bytes(text), arrival(AT, config, reference));
      expect(delivery).toHaveProperty('skip');
    });
  });
}
