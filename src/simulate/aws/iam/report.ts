import { HOUR, isoSeconds } from '../dates.ts';
import { iamFault } from '../fault.ts';
import type { AccessKey, User } from '../model.ts';
import type { Operations, Outcome, Scene } from '../operation.ts';

/** A report is kept for four hours (IAM user guide). */
const CACHE = 4 * HOUR;

const COLUMNS = [
  'user',
  'arn',
  'user_creation_time',
  'password_enabled',
  'password_last_used',
  'password_last_changed',
  'password_next_rotation',
  'mfa_active',
  ...['1', '2'].flatMap((slot) => [
    `access_key_${slot}_active`,
    `access_key_${slot}_last_rotated`,
    `access_key_${slot}_last_used_date`,
    `access_key_${slot}_last_used_region`,
    `access_key_${slot}_last_used_service`,
  ]),
  'cert_1_active',
  'cert_1_last_rotated',
  'cert_2_active',
  'cert_2_last_rotated',
];

/** The first call starts it, the next one finds it complete. */
function generate(scene: Scene): Outcome {
  const at = scene.account.credentialReportAt;
  if (at !== undefined && scene.now - at < CACHE) return { body: { State: 'COMPLETE' } };
  scene.account.credentialReportAt = scene.now;
  return { body: { State: 'STARTED', Description: 'No report exists. Starting a new report generation task' } };
}

function get(scene: Scene): Outcome {
  const at = scene.account.credentialReportAt;
  if (at === undefined) throw iamFault('ReportNotPresent', 'No report exists. Generate one first.', 410);
  if (scene.now - at >= CACHE) throw iamFault('ReportExpired', 'The report has expired. Generate a new one.', 410);
  const content = Buffer.from(reportCsv(scene, at)).toString('base64');
  return { body: { Content: content, ReportFormat: 'text/csv', GeneratedTime: isoSeconds(at) } };
}

function reportCsv(scene: Scene, at: number): string {
  const users = [...scene.account.users.values()].filter((user) => user.createdAt <= at);
  const rows = users.map((user) => [...head(user.name, user.arn, user), ...keyColumns(user.keys), ...NO_CERTS]);
  return [COLUMNS, rootRow(scene), ...rows].map((row) => row.join(',')).join('\n');
}

const NO_CERTS = ['false', 'N/A', 'false', 'N/A'];

function head(name: string, arn: string, user: User): string[] {
  const password = user.loginProfile;
  return [
    name,
    arn,
    reportTime(user.createdAt),
    String(password !== undefined),
    password === undefined ? 'N/A' : 'no_information',
    password === undefined ? 'N/A' : reportTime(password.createdAt),
    'N/A',
    String(user.mfaSerials.length > 0),
  ];
}

function rootRow(scene: Scene): string[] {
  const { account } = scene;
  const arn = `arn:aws:iam::${account.id}:root`;
  const created = reportTime(Date.UTC(2020, 0, 1));
  const login = ['not_supported', 'no_information', 'not_supported', 'not_supported', 'true'];
  return ['<root_account>', arn, created, ...login, ...keyColumns(rootKeys(scene)), ...NO_CERTS];
}

function rootKeys(scene: Scene): AccessKey[] {
  const all = [...scene.world.credentials.values()].filter((one) => one.kind === 'long-term');
  return all.filter((key) => key.account === scene.account.id && key.userName === undefined);
}

function keyColumns(keys: readonly AccessKey[]): string[] {
  return [keys[0], keys[1]].flatMap((key) => {
    if (key === undefined) return ['false', 'N/A', 'N/A', 'N/A', 'N/A'];
    const use = key.uses.at(-1);
    const seen = use === undefined ? ['N/A', 'N/A', 'N/A'] : [reportTime(use.at), use.region, use.service];
    return [String(key.state.latest === 'Active'), reportTime(key.createdAt), ...seen];
  });
}

/** `2026-11-23T20:15:00+00:00`: another spelling than everywhere else. */
function reportTime(at: number): string {
  return isoSeconds(at).replace('Z', '+00:00');
}

function summary(scene: Scene): Outcome {
  const { account } = scene;
  const users = [...account.users.values()];
  const counts: Readonly<Record<string, number>> = {
    Users: users.length,
    Roles: account.roles.size,
    Groups: 0,
    Policies: account.policies.size,
    MFADevices: users.reduce((sum, user) => sum + user.mfaSerials.length, 0),
    AccountMFAEnabled: 1,
    AccountAccessKeysPresent: rootKeys(scene).length,
    AccessKeysPerUserQuota: 2,
  };
  const entry = Object.entries(counts).map(([key, value]) => ({ key, value }));
  return { body: { SummaryMap: { entry: { repeated: entry } } } };
}

export const reportOperations: Operations = {
  GenerateCredentialReport: { readOnly: true, run: (_params, scene) => generate(scene) },
  GetCredentialReport: { readOnly: true, run: (_params, scene) => get(scene) },
  GetAccountSummary: { readOnly: true, run: (_params, scene) => summary(scene) },
};
