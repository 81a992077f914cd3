import type { CheckResult } from '../../src/core/connector.ts';
import { AppError, messageOf } from '../../src/core/errors.ts';
import type { Secret } from '../../src/core/secret.ts';
import type { Access } from './access.ts';
import { checkLimits, checkSigning } from './check-limits.ts';
import type { StripeConfig } from './config.ts';

interface Probe {
  readonly aspect: string;
  readonly path: string;
  readonly account?: string;
  readonly version?: string;
  /** What reading it needs, for the hint. */
  readonly needs: string;
  /** What is not seen without it. */
  readonly loss: string;
}

/** The self-test: does the key open, may it read what we need, can callers be told apart, what is seen by nobody. */
export async function checkStripe(
  config: StripeConfig,
  access: readonly Access[],
  secret: (reference: string) => Promise<Secret>,
): Promise<readonly CheckResult[]> {
  const results: CheckResult[] = [];
  for (const one of access) {
    for (const probe of probesOf(config, one)) {
      const result = await run(one, probe);
      results.push(result);
      // Behind a closed door every other aspect would only repeat it.
      if (result.status === 'fail') break;
    }
  }
  return [...results, ...(await checkSigning(config.accounts, secret)), ...checkLimits(config)];
}

function probesOf(config: StripeConfig, { account }: Access): readonly Probe[] {
  const { id, mode } = account;
  const name = `stripe ${id} (${mode})`;
  const { activityLogs, eventDestinations, events, webhookEndpoints } = config.sources;
  const eventProbe = (aspect: string, connected: string): Probe => ({
    aspect,
    path: '/v1/events?limit=1',
    account: connected,
    needs: 'permission Events: read (all core resources: read shows them whole)',
    loss: 'nothing that happens in the account is seen',
  });
  return [
    ...(events.enabled ? [eventProbe(`${name}: events`, '')] : []),
    ...(events.enabled ? account.connected.map((one) => eventProbe(`${name}: events of ${one}`, one)) : []),
    ...(webhookEndpoints.enabled
      ? [
          {
            aspect: `${name}: webhook endpoints`,
            path: '/v1/webhook_endpoints?limit=1',
            needs: 'permission Webhook Endpoints: read',
            loss: 'a new webhook endpoint, through which data leaves, is not seen',
          },
        ]
      : []),
    ...(eventDestinations.enabled
      ? [
          {
            aspect: `${name}: event destinations`,
            path: '/v2/core/event_destinations?limit=1',
            needs: 'the right to read event destinations, which may be closed to restricted keys',
            loss: 'a new event destination, through which data leaves, is not seen',
          },
        ]
      : []),
    ...(activityLogs.enabled
      ? [
          {
            aspect: `${name}: activity logs`,
            path: '/v2/iam/activity_logs?limit=1',
            version: activityLogs.version,
            needs: 'the preview of activity logs, which may be closed to restricted keys',
            loss: 'the life cycle of keys is not seen',
          },
        ]
      : []),
  ];
}

async function run({ api }: Access, { account, aspect, loss, needs, path, version }: Probe): Promise<CheckResult> {
  try {
    await api.ask(`test ${aspect}`, {
      path,
      ...(account === undefined ? {} : { account }),
      ...(version === undefined ? {} : { version }),
    });
    return { aspect, status: 'ok', fact: 'readable', hint: '' };
  } catch (error) {
    const isClosed = error instanceof AppError && ['forbidden', 'not-found', 'bad-input'].includes(error.kind);
    if (isClosed) return { aspect, status: 'blind', fact: `not visible to us: ${loss}`, hint: `Needs ${needs}.` };
    return { aspect, status: 'fail', fact: messageOf(error), hint: error instanceof AppError ? error.hint : '' };
  }
}
