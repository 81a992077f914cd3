import type { CheckResult } from '../../src/core/connector.ts';
import { AppError, messageOf } from '../../src/core/errors.ts';
import type { Secret } from '../../src/core/secret.ts';
import type { StripeAccount, StripeConfig } from './config.ts';

/** What nobody could see, whatever our key may do: Stripe tells it to people in the Dashboard alone. */
export function checkLimits(config: StripeConfig): readonly CheckResult[] {
  const { accounts, callers, sources } = config;
  if (accounts.length === 0) return [];
  const blind = (aspect: string, fact: string, hint: string): CheckResult => ({
    aspect: `stripe: ${aspect}`,
    status: 'blind',
    fact,
    hint,
  });
  return [
    blind(
      'reads',
      'reads leave no event: what a stolen key lists or copies cannot be seen',
      'Give each service a restricted key that reads no more than it needs.',
    ),
    blind(
      'addresses',
      'events name neither key nor address, and refused requests leave none',
      'Limit each key to the addresses of its service; the Dashboard shows requests to people (Developers, Logs).',
    ),
    ...(sources.events.enabled
      ? []
      : [blind('events', 'not read: nothing that happens in the accounts is seen', 'Set sources.events.enabled.')]),
    ...(sources.webhookEndpoints.enabled
      ? []
      : [
          blind(
            'webhook endpoints',
            'not compared: a new endpoint, through which data leaves, is not seen',
            'Set sources.webhook-endpoints.enabled.',
          ),
        ]),
    ...(sources.eventDestinations.enabled
      ? []
      : [
          blind(
            'event destinations',
            'those of API v2 are not compared: a new one, through which data leaves, is not seen',
            'Set sources.event-destinations.enabled, where your key may read them.',
          ),
        ]),
    ...(sources.activityLogs.enabled
      ? []
      : [
          blind(
            'activity logs',
            'not read: keys that are made, rotated or shown, and who signed in, are not seen',
            'Set sources.activity-logs.enabled, where your key may read the preview.',
          ),
        ]),
    callers.length > 0
      ? {
          aspect: 'stripe: attribution',
          status: 'ok',
          fact: `${callers.length} services told apart by idempotency keys`,
          hint: '',
        }
      : blind(
          'attribution',
          'events name no key: incidents are about the account as a whole',
          'Give each service a restricted key and a prefix for its idempotency keys, and list them under callers.',
        ),
  ];
}

/** Whether the secrets are to be had that deliveries are signed with. */
export async function checkSigning(
  accounts: readonly StripeAccount[],
  secret: (reference: string) => Promise<Secret>,
): Promise<readonly CheckResult[]> {
  const results: CheckResult[] = [];
  for (const { id, mode, webhookSecrets } of accounts) {
    if (webhookSecrets.length === 0) continue;
    const aspect = `stripe ${id} (${mode}): deliveries`;
    try {
      for (const { reference } of webhookSecrets) {
        const text = (await secret(reference)).reveal().trim();
        if (!text.startsWith('whsec_'))
          throw new AppError(`what stands under ${reference} is no signing secret (whsec_…)`, {
            code: 'STRIPE_SIGNING_SECRET',
            kind: 'config',
            hint: 'Take the signing secret of the endpoint from the Dashboard (Developers, Webhooks).',
          });
      }
      const fact = `signatures of ${webhookSecrets.length === 1 ? '1 secret' : `${webhookSecrets.length} secrets`} are taken at /hooks/stripe`;
      results.push({ aspect, status: 'ok', fact, hint: '' });
    } catch (error) {
      const hint = error instanceof AppError ? error.hint : '';
      results.push({ aspect, status: 'fail', fact: messageOf(error), hint });
    }
  }
  return results;
}
