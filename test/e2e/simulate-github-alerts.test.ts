import { createHmac } from 'node:crypto';
import type { Octokit } from '@octokit/rest';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type GithubStage, startGithubStage } from '../support/github-stage.ts';

const PLACE = { owner: 'acme', repo: 'site' };

describe('secret scanning and webhooks of the simulated GitHub', () => {
  let stage: GithubStage;
  let octokit: Octokit;

  beforeEach(async () => {
    stage = await startGithubStage();
    octokit = stage.client(stage.github.createToken({ kind: 'classic', owner: 'owner' }));
  });

  afterEach(() => stage.close());

  function leak(repo: string, secret: string, type: string = 'aws_access_key_id'): void {
    stage.clock.advance(1_000);
    stage.github.leak({ repo, secret, type, title: 'A key', path: 'ci/deploy.sh', line: 9, validity: 'active' });
  }

  it('lists alerts with the literal unless it is hidden, the last changed first', async () => {
    leak('acme/site', 'one');
    leak('acme/api', 'two');
    const list = { org: 'acme', sort: 'updated', direction: 'desc' } as const;

    const open = await octokit.rest.secretScanning.listAlertsForOrg(list);
    const hidden = await octokit.rest.secretScanning.listAlertsForOrg({ ...list, hide_secret: true });

    expect(open.data.map(({ secret }) => secret)).toEqual(['two', 'one']);
    expect(JSON.stringify(hidden.data)).not.toContain('two');
    expect(open.data[1]).toMatchObject({
      publicly_leaked: true,
      repository: { full_name: 'acme/site', private: false },
    });
    expect(open.data[0]).toMatchObject({ publicly_leaked: false, state: 'open', validity: 'active' });
  });

  it('filters by state and type, and knows the same secret in a second repository', async () => {
    leak('acme/site', 'same');
    leak('acme/api', 'same');
    leak('acme/api', 'other', 'stripe_api_key');

    const stripe = await octokit.rest.secretScanning.listAlertsForOrg({ org: 'acme', secret_type: 'stripe_api_key' });
    const both = await octokit.rest.secretScanning.listAlertsForOrg({ org: 'acme', is_multi_repo: true });
    const resolved = await octokit.rest.secretScanning.listAlertsForOrg({ org: 'acme', state: 'resolved' });

    expect(stripe.data).toHaveLength(1);
    expect(both.data).toHaveLength(1);
    expect(resolved.data).toEqual([]);
  });

  it('says where, and takes a resolution with its reason', async () => {
    leak('acme/site', 'one');
    const alert = { ...PLACE, alert_number: 1 };

    const locations = await octokit.rest.secretScanning.listLocationsForAlert(alert);
    await expect(octokit.rest.secretScanning.updateAlert({ ...alert, state: 'resolved' })).rejects.toMatchObject({
      status: 422,
    });
    const updated = await octokit.rest.secretScanning.updateAlert({
      ...alert,
      state: 'resolved',
      resolution: 'revoked',
      resolution_comment: 'inc-1',
    });

    expect(locations.data).toEqual([
      expect.objectContaining({
        type: 'commit',
        details: expect.objectContaining({ path: 'ci/deploy.sh', start_line: 9 }),
      }),
    ]);
    expect(updated.data).toMatchObject({ state: 'resolved', resolution: 'revoked', resolution_comment: 'inc-1' });
    expect(stage.github.journal.events('secret_scanning_alert.resolve')).toHaveLength(1);
  });

  it('announces an alert to the hooks that want it: signed, without the literal and without a state', () => {
    const hook = stage.github.createHook({
      on: 'acme',
      url: 'http://127.0.0.1:9/',
      secret: 'shared',
      events: ['secret_scanning_alert'],
    });
    stage.github.createHook({ on: 'acme/site', url: 'http://127.0.0.1:9/', secret: 'other', events: ['push'] });
    leak('acme/site', 'the literal');

    const [delivery, ...more] = stage.github.deliveries;

    expect(more).toEqual([]);
    expect(delivery?.hook).toBe(hook.id);
    expect(delivery?.headers['x-github-event']).toBe('secret_scanning_alert');
    expect(delivery?.headers['x-hub-signature-256']).toBe(
      `sha256=${createHmac('sha256', 'shared')
        .update(delivery?.body ?? '')
        .digest('hex')}`,
    );
    expect(delivery?.body).not.toContain('the literal');
    const payload: unknown = JSON.parse(delivery?.body ?? '');
    expect(payload).toMatchObject({ action: 'created', repository: { full_name: 'acme/site' }, alert: { number: 1 } });
    expect(payload).not.toHaveProperty('alert.state');
  });

  it('keeps the configuration of hooks to itself and signs with what it was changed to', async () => {
    const hook = stage.github.createHook({ on: 'acme/site', url: 'http://127.0.0.1:9/', secret: 'old', events: ['*'] });

    await octokit.rest.repos.updateWebhookConfigForRepo({ ...PLACE, hook_id: hook.id, secret: 'new' });
    const { data } = await octokit.rest.repos.getWebhookConfigForRepo({ ...PLACE, hook_id: hook.id });
    leak('acme/site', 'x');

    expect(data).toMatchObject({ secret: '********' });
    const [delivery] = stage.github.deliveries;
    expect(delivery?.headers['x-hub-signature-256']).toBe(
      `sha256=${createHmac('sha256', 'new')
        .update(delivery?.body ?? '')
        .digest('hex')}`,
    );
    expect(stage.github.journal.events('hook.config_changed')).toHaveLength(1);
  });

  it('refuses secrets that were not sealed, of bad names, or for nobody', async () => {
    const { data: key } = await octokit.rest.actions.getRepoPublicKey(PLACE);
    const sealed = Buffer.alloc(60, 1).toString('base64');
    const put = (name: string, change: object = {}): Promise<unknown> =>
      octokit.rest.actions.createOrUpdateRepoSecret({
        ...PLACE,
        secret_name: name,
        encrypted_value: sealed,
        key_id: key.key_id,
        ...change,
      });

    await expect(put('GITHUB_TOKEN')).rejects.toMatchObject({ status: 422 });
    await expect(put('9LIVES')).rejects.toMatchObject({ status: 422 });
    await expect(put('FINE', { key_id: 'another' })).rejects.toMatchObject({ status: 422 });
    await expect(put('FINE', { encrypted_value: 'dGlueQ==' })).rejects.toMatchObject({ status: 422 });
    expect(await put('FINE')).toMatchObject({ status: 201 });
    expect(await put('FINE')).toMatchObject({ status: 204 });
    const list = await octokit.rest.actions.listRepoSecrets(PLACE);
    expect(list.data).toMatchObject({ total_count: 1, secrets: [{ name: 'FINE' }] });
    expect(stage.github.journal.events().map((event) => event['action'])).toEqual(
      expect.arrayContaining(['repo.create_actions_secret', 'repo.update_actions_secret']),
    );
  });
});
