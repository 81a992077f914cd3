import { afterEach, describe, expect, it } from 'vitest';
import { runHere } from '../support/run-here.ts';
import {
  SIGNING_SECRET,
  type WatchedStripe,
  type WatchedStripeOptions,
  watchStripe,
} from '../support/watched-stripe.ts';

describe('keywatch doctor with Stripe', () => {
  let watched: WatchedStripe | null = null;
  afterEach(() => watched?.close());

  async function doctor(options: WatchedStripeOptions): Promise<string> {
    watched = await watchStripe(options);
    const env = { STRIPE_KEY: watched.secret, STRIPE_HOOK: SIGNING_SECRET };
    const { err, out } = await runHere(['doctor', '--config', 'keywatch.yaml'], { cwd: watched.folder, env });
    return `${out}${err}`.replaceAll(/\s+/g, ' ');
  }

  it('says plainly what nobody could see, and what could be done about it', async () => {
    const text = await doctor({});

    expect(text).toContain('reads leave no event: what a stolen key lists or copies cannot be seen');
    expect(text).toContain('events name neither key nor address, and refused requests leave none');
    expect(text).toContain('keys that are made, rotated or shown, and who signed in, are not seen');
    expect(text).toContain('Set sources.activity-logs.enabled');
    expect(text).toContain('events name no key: incidents are about the account as a whole');
    expect(text).toContain('signatures of 1 secret are taken at /hooks/stripe');
    expect(text).not.toContain(watched?.secret);
    expect(text).not.toContain(SIGNING_SECRET);
  });

  it('names what the key may not read, and what is lost by it', async () => {
    const text = await doctor({
      settings: '    sources:\n      activity-logs: {enabled: true}',
      permissions: ['event_read'],
    });

    expect(text).toContain('a new webhook endpoint, through which data leaves, is not seen');
    expect(text).toContain('Needs permission Webhook Endpoints: read.');
    expect(text).toContain('the life cycle of keys is not seen');
    expect(text).toContain('Needs the preview of activity logs');
  });
});
