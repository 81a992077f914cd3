import { isObject, type JsonObject, listAt, textAt, textsAt } from '../../json.ts';
import { AwsFault } from '../fault.ts';
import type { Operations, Outcome, Scene, Target } from '../operation.ts';
import { deliverDue } from '../s3/deliver.ts';
import { createTrail } from './create-trail.ts';
import { publicKeys } from './digest-key.ts';
import type { Trail } from './trail.ts';

/** By name or ARN; TrailNotFoundException with the words of AWS. */
function trailIn(params: JsonObject, scene: Scene, field: string = 'Name'): Trail {
  const wanted = textAt(params, field) ?? '';
  const name = wanted.slice(wanted.lastIndexOf('/') + 1);
  const trail = scene.account.trails.get(name);
  if (trail !== undefined) return trail;
  const arn = wanted.startsWith('arn:') ? wanted : trailArn(scene, name);
  throw new AwsFault('TrailNotFoundException', `Unknown trail: ${arn} for the user: ${scene.account.id}`);
}

function trailArn(scene: Scene, name: string): string {
  return `arn:aws:cloudtrail:${scene.region}:${scene.account.id}:trail/${name}`;
}

function trailView(trail: Trail): JsonObject {
  return {
    Name: trail.name,
    S3BucketName: trail.bucket,
    ...(trail.prefix === '' ? {} : { S3KeyPrefix: trail.prefix }),
    IncludeGlobalServiceEvents: true,
    IsMultiRegionTrail: trail.multiRegion,
    HomeRegion: trail.homeRegion,
    TrailARN: trail.arn,
    LogFileValidationEnabled: trail.validation,
    HasCustomEventSelectors: trail.selectors.length > 1,
    IsOrganizationTrail: trail.organization !== undefined,
  };
}

function create(params: JsonObject, scene: Scene): Outcome {
  const name = textAt(params, 'Name') ?? '';
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{2,127}$/.test(name)) {
    throw new AwsFault('InvalidTrailNameException', 'Trail name or ARN can only contain certain characters.');
  }
  if (scene.account.trails.has(name)) {
    throw new AwsFault('TrailAlreadyExistsException', `Trail ${name} already exists for customer: ${scene.account.id}`);
  }
  const bucket = textAt(params, 'S3BucketName') ?? '';
  if (!scene.world.buckets.has(bucket)) {
    throw new AwsFault('S3BucketDoesNotExistException', `S3 bucket ${bucket} does not exist!`);
  }
  const trail = createTrail(scene.world, scene.account.id, {
    name,
    bucket,
    region: scene.region,
    prefix: textAt(params, 'S3KeyPrefix') ?? '',
    multiRegion: params['IsMultiRegionTrail'] === true,
    validation: params['EnableLogFileValidation'] === true,
  });
  return { body: trailView(trail) };
}

function describe(params: JsonObject, scene: Scene): Outcome {
  const names = textsAt(params, 'trailNameList').map((name) => name.slice(name.lastIndexOf('/') + 1));
  const trails = [...scene.account.trails.values()].filter(
    (trail) =>
      (trail.multiRegion || trail.homeRegion === scene.region) && (names.length === 0 || names.includes(trail.name)),
  );
  return { body: { trailList: trails.map(trailView) } };
}

function status(params: JsonObject, scene: Scene): Outcome {
  deliverDue(scene.world);
  const trail = trailIn(params, scene);
  const seconds = (at: number | undefined): number | undefined => (at === undefined ? undefined : at / 1_000);
  return {
    body: {
      IsLogging: trail.logging,
      LatestDeliveryTime: seconds(trail.latestDelivery),
      LatestDigestDeliveryTime: seconds(trail.latestDigest),
      StartLoggingTime: seconds(trail.startedAt),
      StopLoggingTime: seconds(trail.stoppedAt),
    },
  };
}

export function setLogging(trail: Trail, logging: boolean, now: number): void {
  if (logging && !trail.logging) trail.startedAt = now;
  if (!logging && trail.logging) trail.stoppedAt = now;
  trail.logging = logging;
}

function putSelectors(params: JsonObject, scene: Scene): Outcome {
  const trail = trailIn(params, scene, 'TrailName');
  trail.selectors = listAt(params, 'EventSelectors').filter(isObject);
  return { body: { TrailARN: trail.arn, EventSelectors: trail.selectors } };
}

function onTrail(field: string): (params: JsonObject, scene: Scene) => Target {
  return (params, scene) => {
    const wanted = textAt(params, field) ?? '';
    return { resource: wanted.startsWith('arn:') ? wanted : trailArn(scene, wanted) };
  };
}

const target = onTrail('Name');

/** Trails and their state (CloudTrail API, version 2013-11-01). */
export const trailOperations: Operations = {
  CreateTrail: { readOnly: false, target, run: create },
  DeleteTrail: {
    readOnly: false,
    target,
    run: (params, scene) => {
      const trail = trailIn(params, scene);
      setLogging(trail, false, scene.now);
      scene.account.trails.delete(trail.name);
      return { body: {} };
    },
  },
  DescribeTrails: { readOnly: true, run: describe },
  GetTrail: {
    readOnly: true,
    target,
    run: (params, scene) => ({ body: { Trail: trailView(trailIn(params, scene)) } }),
  },
  GetTrailStatus: { readOnly: true, target, run: status },
  StartLogging: {
    readOnly: false,
    target,
    run: (params, scene) => {
      setLogging(trailIn(params, scene), true, scene.now);
      return { body: {} };
    },
  },
  StopLogging: {
    readOnly: false,
    target,
    run: (params, scene) => {
      setLogging(trailIn(params, scene), false, scene.now);
      return { body: {} };
    },
  },
  PutEventSelectors: { readOnly: false, target: onTrail('TrailName'), run: putSelectors },
  GetEventSelectors: {
    readOnly: true,
    target: onTrail('TrailName'),
    run: (params, scene) => {
      const trail = trailIn(params, scene, 'TrailName');
      return { body: { TrailARN: trail.arn, EventSelectors: trail.selectors } };
    },
  },
  ListPublicKeys: { readOnly: true, run: (_params, scene) => ({ body: { PublicKeyList: publicKeys(scene) } }) },
};
