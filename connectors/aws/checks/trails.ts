import type { CloudTrailClient, Trail } from '@aws-sdk/client-cloudtrail';
import { DescribeTrailsCommand, GetEventSelectorsCommand, GetTrailStatusCommand } from '@aws-sdk/client-cloudtrail';
import type { CheckResult } from '../../../src/core/connector.ts';
import { blind, fail, ok, warn } from '../../../src/kit/check-results.ts';
import type { CheckScope } from './scope.ts';

/** Whether the account writes its log down anywhere, and what that log leaves out. */
export async function checkTrails(scope: CheckScope): Promise<readonly CheckResult[]> {
  const { account, clients, config, context, probe } = scope;
  const aspect = `aws ${account.id}: trails`;
  const home = clients.cloudTrail(account.id, config.homeRegion);
  const { value: trails, result } = await probe(aspect, 'cloudtrail:DescribeTrails', async () => {
    const answer = await home.send(new DescribeTrailsCommand({}), { abortSignal: context.signal });
    const list = answer.trailList ?? [];
    return { value: list, result: ok(aspect, `${list.length} trails`) };
  });
  if (trails === null) return [result];
  if (trails.length === 0) {
    const hint = 'Make a trail in all regions that delivers to a bucket of another account.';
    return [warn(aspect, 'no trail: CloudTrail keeps 90 days of management events and nothing else', hint)];
  }
  const results: CheckResult[] = [];
  let data = false;
  for (const trail of trails) {
    const region = trail.HomeRegion ?? config.homeRegion;
    const facts = await checkTrail(scope, trail, clients.cloudTrail(account.id, region));
    results.push(...facts.results);
    data = data || facts.data;
  }
  return [...results, dataEvents(aspect, data)];
}

interface TrailFacts {
  readonly results: readonly CheckResult[];
  /** Whether it selects any data events. */
  readonly data: boolean;
}

async function checkTrail(scope: CheckScope, trail: Trail, client: CloudTrailClient): Promise<TrailFacts> {
  const name = trail.TrailARN ?? trail.Name ?? '';
  const aspect = `aws ${scope.account.id}: trail ${trail.Name ?? name}`;
  const options = { abortSignal: scope.context.signal };
  const status = await scope.probe(aspect, 'cloudtrail:GetTrailStatus', async () => {
    const answer = await client.send(new GetTrailStatusCommand({ Name: name }), options);
    const problem = statusProblem(aspect, answer.IsLogging === true, answer.LatestDeliveryError ?? '');
    return { value: true, result: problem ?? ok(aspect, 'is logging') };
  });
  const selectors = await scope.probe(aspect, 'cloudtrail:GetEventSelectors', async () => {
    const answer = await client.send(new GetEventSelectorsCommand({ TrailName: name }), options);
    const simple = (answer.EventSelectors ?? []).some(({ DataResources }) => (DataResources ?? []).length > 0);
    const advanced = (answer.AdvancedEventSelectors ?? []).some(({ FieldSelectors }) =>
      (FieldSelectors ?? []).some(({ Field, Equals }) => Field === 'eventCategory' && (Equals ?? []).includes('Data')),
    );
    return { value: simple || advanced, result: ok(aspect, 'selectors read') };
  });
  const results = [status.result, ...weaknesses(aspect, trail)];
  return {
    results: selectors.value === null ? [...results, selectors.result] : results,
    data: selectors.value === true,
  };
}

function statusProblem(aspect: string, isLogging: boolean, error: string): CheckResult | null {
  if (!isLogging) return fail(aspect, 'logging is stopped', 'Find out who stopped it, then start it again.');
  if (error === '') return null;
  return fail(
    aspect,
    `files cannot be delivered: ${error.slice(0, 100)}`,
    'Repair the policy of the bucket or its key.',
  );
}

function weaknesses(aspect: string, trail: Trail): readonly CheckResult[] {
  const found: CheckResult[] = [];
  if (trail.IsMultiRegionTrail !== true) {
    found.push(warn(aspect, 'it records one region only', 'Make it a trail of all regions.'));
  }
  if (trail.LogFileValidationEnabled !== true) {
    found.push(
      warn(aspect, 'its files carry no digests, so changes to them cannot be proven', 'Switch on log file validation.'),
    );
  }
  return found;
}

function dataEvents(aspect: string, data: boolean): CheckResult {
  if (data) return ok(aspect, 'data events are recorded, in part at least');
  const fact = 'data events are off: reads of objects, tables and queues by a stolen key leave no trace';
  return blind(aspect, fact, 'Select data events for what must not be read unseen.');
}
