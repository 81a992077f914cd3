import type { Config } from '../config/config.ts';
import type { ConnectorContext } from '../core/connector.ts';
import { AppError } from '../core/errors.ts';
import type { VerifiedTrail, VerifyProblem, VerifyRange, VerifyReport } from '../core/verify.ts';
import type { Surroundings } from './surroundings.ts';

export type { VerifiedTrail, VerifyProblem };

export interface VerifyResult {
  readonly trails: readonly VerifiedTrail[];
  readonly notVisible: readonly string[];
}

/**
 * Asks every configured connector that can to check the provider's own seals over its trail.
 * @throws AppError `NOTHING_TO_VERIFY` where no configured provider seals its records
 */
export async function verifyTrails(
  config: Config,
  around: Surroundings,
  context: ConnectorContext,
  range: VerifyRange,
): Promise<VerifyResult> {
  const able = Object.entries(config.connectors).flatMap(([id, settings]) => {
    const connector = around.connectors[id];
    return connector === undefined || !('verify' in connector) ? [] : [{ settings, connector }];
  });
  if (able.length === 0) {
    throw new AppError('No configured provider seals its audit records', {
      code: 'NOTHING_TO_VERIFY',
      kind: 'config',
      hint: 'Name a provider whose trail can be checked under `connectors:`, see docs/config.md.',
    });
  }
  const reports: VerifyReport[] = [];
  for (const { settings, connector } of able) {
    const report = await connector.verify?.(settings, context, range);
    if (report !== undefined) reports.push(report);
  }
  return {
    trails: reports.flatMap(({ trails }) => trails),
    notVisible: [...new Set(reports.flatMap(({ notVisible }) => notVisible))],
  };
}
