import type { IAMClient } from '@aws-sdk/client-iam';
import {
  GenerateCredentialReportCommand,
  GetAccountSummaryCommand,
  GetCredentialReportCommand,
} from '@aws-sdk/client-iam';
import type { InventoryItem } from '../../src/core/credential.ts';
import { AppError } from '../../src/core/errors.ts';
import { aliasOf } from '../../src/core/event.ts';
import type { Millis } from '../../src/core/time.ts';
import { asking } from './failures.ts';
import { recordTime } from './records/record-time.ts';

/**
 * Access keys of the root user. No call lists them with their ids: the account summary says
 * whether there are any, the credential report how old they are. Empty is what it should be.
 */
export async function rootKeys(
  account: string,
  iam: IAMClient,
  signal: AbortSignal,
): Promise<readonly InventoryItem[]> {
  const summary = await asking(
    `summarise account ${account} (iam:GetAccountSummary)`,
    (options) => iam.send(new GetAccountSummaryCommand({}), options),
    signal,
  );
  const present = summary.SummaryMap?.AccountAccessKeysPresent ?? 0;
  if (present === 0) return [];
  const known = rootRow(await credentialReport(account, iam, signal));
  const keys = known.length > 0 ? known : [{ number: 1, active: true, rotated: null, used: null, detail: '' }];
  return keys.map((key) => ({
    alias: aliasOf('aws', `root-access-key/${account}/${key.number}`),
    kind: 'key',
    actor: `arn:aws:iam::${account}:root`,
    account,
    state: key.active ? 'active' : 'inactive',
    createdAt: key.rotated,
    expiresAt: null,
    lastUsed: key.used,
    lastUsedDetail: key.detail,
  }));
}

/** The report as CSV; '' while AWS is still making it, or when we may not read it. */
async function credentialReport(account: string, iam: IAMClient, signal: AbortSignal): Promise<string> {
  try {
    await asking(
      `ask for the credential report of ${account} (iam:GenerateCredentialReport)`,
      (options) => iam.send(new GenerateCredentialReportCommand({}), options),
      signal,
    );
    const report = await asking(
      `read the credential report of ${account} (iam:GetCredentialReport)`,
      (options) => iam.send(new GetCredentialReportCommand({}), options),
      signal,
    );
    return report.Content === undefined ? '' : Buffer.from(report.Content).toString('utf8');
  } catch (error) {
    if (error instanceof AppError && error.kind !== 'aborted') return '';
    throw error;
  }
}

interface ReportedKey {
  readonly number: number;
  readonly active: boolean;
  readonly rotated: Millis | null;
  readonly used: Millis | null;
  readonly detail: string;
}

/** Keys in the row `<root_account>`: `access_key_1_active`, `…_last_rotated`, `…_last_used_date` and so on. */
export function rootRow(csv: string): readonly ReportedKey[] {
  const lines = csv.split(/\r?\n/);
  const names = (lines[0] ?? '').split(',');
  const row = lines.find((line) => line.startsWith('<root_account>,'))?.split(',') ?? [];
  const cell = (name: string): string => row[names.indexOf(name)] ?? '';
  return [1, 2].flatMap((number) => {
    const prefix = `access_key_${number}`;
    const rotated = recordTime(cell(`${prefix}_last_rotated`));
    const active = cell(`${prefix}_active`) === 'true';
    if (!active && rotated === null) return [];
    const used = recordTime(cell(`${prefix}_last_used_date`));
    const service = cell(`${prefix}_last_used_service`);
    const detail = used === null ? '' : `${service} in ${cell(`${prefix}_last_used_region`)}`;
    return [{ number, active, rotated, used, detail }];
  });
}
