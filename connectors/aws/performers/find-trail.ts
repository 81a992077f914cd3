import { DescribeTrailsCommand, GetTrailStatusCommand } from '@aws-sdk/client-cloudtrail';
import type { ActionTarget } from '../../../src/core/action.ts';
import { call, callOrNull } from './call.ts';
import type { Hands } from './hands.ts';

/** Where a trail lives: calls that change it work in its home region alone. */
export interface FoundTrail {
  readonly arn: string;
  readonly region: string;
}

/** Looks in the region that the target names, else in all of them; null when the trail is nowhere. */
export async function findTrail(hands: Hands, target: ActionTarget): Promise<FoundTrail | null> {
  const { trail = '', region = '' } = target.params;
  for (const asked of region === '' ? await hands.regionsOf(target.account) : [region]) {
    const found = await call(`look for trail ${trail} in ${asked}`, () =>
      hands.cloudTrail(target.account, asked).send(new DescribeTrailsCommand({ includeShadowTrails: true })),
    );
    const match = found.trailList?.find((one) => one.Name === trail || one.TrailARN === trail);
    if (match !== undefined) return { arn: match.TrailARN ?? trail, region: match.HomeRegion ?? asked };
  }
  return null;
}

/** null when the trail is gone. */
export async function isLogging(hands: Hands, target: ActionTarget, trail: FoundTrail): Promise<boolean | null> {
  const status = await callOrNull(`read the status of ${target.label}`, () =>
    hands.cloudTrail(target.account, trail.region).send(new GetTrailStatusCommand({ Name: trail.arn })),
  );
  return status === null ? null : status.IsLogging === true;
}
