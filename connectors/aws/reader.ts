import type { ConnectorContext, ConnectorReader, Source } from '../../src/core/connector.ts';
import type { WatchedAccount } from './accounts/accounts.ts';
import { identitiesOf } from './accounts/identities.ts';
import type { ReadingClients } from './accounts/reading-clients.ts';
import { readingClients } from './accounts/reading-clients.ts';
import { firstSurvey, nextSurvey } from './accounts/survey.ts';
import { checkAws } from './check.ts';
import type { AwsConfig } from './config.ts';
import { inventoryOf } from './inventory.ts';
import { bucketSource } from './sources/bucket-source.ts';
import { lookupSource } from './sources/cloudtrail-lookup.ts';
import { s3Source } from './sources/cloudtrail-s3.ts';
import { sqsSource } from './sources/cloudtrail-sqs.ts';
import { guardDutySource } from './sources/guardduty.ts';
import { healthSource } from './sources/health.ts';

/** Opens the connector for reading. @throws AppError when we cannot even learn which account we are in */
export async function openAws(config: AwsConfig, context: ConnectorContext): Promise<ConnectorReader> {
  const clients = readingClients(config, context);
  let now = await firstSurvey(config, clients, context);
  const full = (): AwsConfig => ({ ...config, accounts: now.configured });
  let sources = sourcesOf(full(), now.accounts, clients, context);
  return {
    get sources() {
      return sources;
    },
    async rediscover() {
      const next = await nextSurvey(config, now, clients, context);
      if (next === null) return;
      const { accounts } = now;
      now = next;
      // A source keeps a state of its own: it stays the same object as long as nothing about it changes.
      if (JSON.stringify(accounts) === JSON.stringify(next.accounts)) return;
      const isAsBefore = (id: string): boolean => unsureOf(accounts, id) === unsureOf(next.accounts, id);
      const kept = new Map(sources.filter(({ account }) => isAsBefore(account)).map((one) => [one.id, one]));
      sources = sourcesOf(full(), next.accounts, clients, context).map((made) => kept.get(made.id) ?? made);
    },
    inventory: () => inventoryOf(now.accounts, clients, context),
    identities: () => identitiesOf(full(), clients, context),
    check: () => checkAws(full(), now.accounts, clients, context),
    close() {
      clients.close();
      return Promise.resolve();
    },
  };
}

function unsureOf(accounts: readonly WatchedAccount[], id: string): string {
  return accounts.find((one) => one.id === id)?.unsure ?? '';
}

function sourcesOf(
  config: AwsConfig,
  accounts: readonly WatchedAccount[],
  clients: ReadingClients,
  context: ConnectorContext,
): readonly Source[] {
  const { buckets, lookupEvents, s3, sqs, guardDuty, health } = config.sources;
  const { log } = context;
  const first = accounts[0]?.id ?? '';
  const sources: Source[] = [];
  for (const { id: account, regions, unsure } of accounts) {
    for (const region of regions) {
      const common = { account, region, unsure: region === config.homeRegion ? unsure : '', log };
      if (lookupEvents.enabled) {
        sources.push(
          lookupSource({ ...common, overlap: lookupEvents.overlap, client: () => clients.cloudTrail(account, region) }),
        );
      }
      if (guardDuty) sources.push(guardDutySource({ ...common, client: () => clients.guardDuty(account, region) }));
    }
    if (health) sources.push(healthSource({ account, log, client: () => clients.health(account) }));
  }
  if (s3 !== undefined) {
    const account = s3.account === '' ? first : s3.account;
    sources.push(s3Source({ bucket: s3, account, client: () => clients.s3(account, s3.region) }));
  }
  if (sqs !== undefined) {
    const account = sqs.account === '' ? first : sqs.account;
    sources.push(
      sqsSource({
        queue: sqs,
        account,
        sqs: () => clients.sqs(account, sqs.region),
        s3: () => clients.s3(account, sqs.region),
        log,
      }),
    );
  }
  for (const files of buckets) {
    const account = files.account === '' ? first : files.account;
    sources.push(bucketSource({ files, account, client: () => clients.s3(account, files.region) }));
  }
  return sources;
}
