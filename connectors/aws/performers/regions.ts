import { type AccountClient, ListRegionsCommand } from '@aws-sdk/client-account';
import { AppError } from '../../../src/core/errors.ts';
import type { AwsConfig } from '../config.ts';
import { call } from './call.ts';

/**
 * Regions of an account, the home region first: those configured, else those switched on. Where
 * they may not be listed the home region has to do; trails of all regions are seen from there.
 */
export async function regionsOf(
  config: AwsConfig,
  account: string,
  client: () => AccountClient,
): Promise<readonly string[]> {
  const configured = config.accounts.find((one) => one.id === account)?.regions ?? 'discover';
  const regions = configured === 'discover' ? await enabledRegions(account, client()) : configured;
  return [...new Set([config.homeRegion, ...regions])];
}

async function enabledRegions(account: string, client: AccountClient): Promise<readonly string[]> {
  try {
    const answer = await call(`list the regions of account ${account}`, () =>
      client.send(
        new ListRegionsCommand({ RegionOptStatusContains: ['ENABLED', 'ENABLED_BY_DEFAULT'], MaxResults: 50 }),
      ),
    );
    return (answer.Regions ?? []).flatMap(({ RegionName }) => RegionName ?? []);
  } catch (error) {
    if (error instanceof AppError && error.kind === 'forbidden') return [];
    throw error;
  }
}
