import { describe, expect, it } from 'vitest';
import { AWS_ACTIONS } from '../../connectors/aws/actions.ts';
import type { ActionDeclaration, Approach, TargetContext } from '../../src/core/action.ts';
import type { Credential } from '../../src/core/credential.ts';
import type { AwsActWorld } from '../support/aws-act-world.ts';
import { anAwsActWorld, credentialOf } from '../support/aws-act-world.ts';
import { awsStateOf } from '../support/aws-state.ts';
import { aCredential, aFinding, NOON } from '../support/plan-inputs.ts';
import type { ActionSubject } from './actions.contract.ts';
import { describeAction } from './actions.contract.ts';

/** For each action, the approach it belongs to and how its target comes to be. */
interface Example {
  readonly approach: Approach;
  readonly credential: (world: AwsActWorld) => Credential;
  readonly arrange?: (world: AwsActWorld) => void;
  /** What the intruder did to the trail. */
  readonly event?: string;
  readonly byHand?: (world: AwsActWorld) => void;
}

const ROLE = 'arn:aws:iam::111122223333:role/deploy';
const SSO = 'AWSReservedSSO_Admin_0123456789abcdef';
const ofKey = (world: AwsActWorld): Credential => credentialOf(world.key);

/** A key for one service that the user has beside the access keys. */
function aServiceCredential(world: AwsActWorld): Credential {
  const params = { UserName: 'ci', ServiceName: 'bedrock.amazonaws.com' };
  world.aws.cloud.call({ as: world.key, service: 'iam', action: 'CreateServiceSpecificCredential', params });
  const [made] = world.aws.cloud.user('ci').serviceCredentials;
  return aCredential(`aws:${made?.id ?? ''}`, { kind: 'token', actor: 'arn:aws:iam::111122223333:user/ci' });
}

const EXAMPLES: Readonly<Record<string, Example>> = {
  'aws.deactivate-key': { approach: 'cut', credential: ofKey },
  'aws.deactivate-service-credential': { approach: 'cut', credential: aServiceCredential },
  'aws.delete-service-credential': { approach: 'cut', credential: aServiceCredential },
  'aws.reactivate-service-credential': {
    approach: 'release',
    credential: aServiceCredential,
    arrange: (world) => {
      const [made] = world.aws.cloud.user('ci').serviceCredentials;
      const params = { UserName: 'ci', ServiceSpecificCredentialId: made?.id ?? '', Status: 'Inactive' };
      world.aws.cloud.call({ as: world.key, service: 'iam', action: 'UpdateServiceSpecificCredential', params });
    },
  },
  'aws.quarantine-user': { approach: 'observe', credential: ofKey },
  'aws.revoke-user-sessions': { approach: 'cut', credential: ofKey },
  'aws.revoke-role-sessions': {
    approach: 'cut',
    credential: () => aCredential('aws:ASIAEXAMPLE', { kind: 'session', actor: ROLE }),
    arrange: (world) => world.aws.cloud.createRole({ name: 'deploy', trusts: ['ec2.amazonaws.com'] }),
  },
  'aws.end-sso-sessions': {
    approach: 'cut',
    credential: () =>
      aCredential('aws:ASIAEXAMPLE', {
        kind: 'session',
        actor: `arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/${SSO}`,
      }),
  },
  'aws.remove-root-key': {
    approach: 'cut',
    credential: (world) => credentialOf(world.aws.cloud.createRootKey(), { actor: 'arn:aws:iam::111122223333:root' }),
  },
  'aws.restore-logging': {
    approach: 'cut',
    credential: ofKey,
    arrange: (world) => {
      world.aws.cloud.createBucket({ name: 'trail-bucket' });
      world.aws.cloud.createTrail({ name: 'main', bucket: 'trail-bucket' });
      const stopped = world.aws.cloud.call({
        as: world.key,
        service: 'cloudtrail',
        action: 'StopLogging',
        params: { Name: 'main' },
      });
      if (!stopped.ok) throw new Error(stopped.message);
    },
  },
  'aws.rebuild-logging': {
    approach: 'cut',
    credential: ofKey,
    event: 'DeleteTrail',
    byHand: (world) => {
      world.aws.cloud.createBucket({ name: 'trail-bucket' });
      world.aws.cloud.createTrail({ name: 'main', bucket: 'trail-bucket' });
    },
  },
  'aws.create-key': { approach: 'cut', credential: ofKey },
  'aws.delete-key': { approach: 'cut', credential: ofKey },
  'aws.delete-password': {
    approach: 'cut',
    credential: () =>
      aCredential('aws:password/arn:aws:iam::111122223333:user/ci', {
        kind: 'password',
        actor: 'arn:aws:iam::111122223333:user/ci',
      }),
    arrange: (world) => {
      const params = { UserName: 'ci', Password: 'correct horse battery staple 1A' };
      world.aws.cloud.call({ as: world.key, service: 'iam', action: 'CreateLoginProfile', params });
    },
  },
  'aws.reactivate-key': {
    approach: 'release',
    credential: ofKey,
    arrange: (world) => {
      const params = { UserName: 'ci', AccessKeyId: world.key.id, Status: 'Inactive' };
      world.aws.cloud.call({ as: world.key, service: 'iam', action: 'UpdateAccessKey', params });
    },
  },
  'aws.release-principal': {
    approach: 'release',
    credential: ofKey,
    arrange: (world) => {
      const params = { UserName: 'ci', PolicyArn: 'arn:aws:iam::aws:policy/AWSDenyAll' };
      world.aws.cloud.call({ as: world.key, service: 'iam', action: 'AttachUserPolicy', params });
    },
  },
  'aws.probe-key': { approach: 'cut', credential: ofKey },
};

describe('the AWS actions', () => {
  it('have an example each', () => {
    expect(Object.keys(EXAMPLES).toSorted()).toEqual(AWS_ACTIONS.map((action) => action.id).toSorted());
  });
});

describe('the permissions that an AWS action names', () => {
  it.each(AWS_ACTIONS.filter((action) => action.mode !== 'guided'))('suffice for $id', async (declaration) => {
    const subject = await subjectFor(declaration, declaration.needs);
    const performer = subject.actor.performers[declaration.id];
    if (performer === undefined) throw new Error('no performer');

    const before = (await performer.prepare?.(subject.target)) ?? {};
    const receipt = await performer.apply(subject.target, 'k'.repeat(64), before);
    await performer.verify(subject.target, receipt);
    await performer.reconcile?.(subject.target, 'k'.repeat(64), before);
    if (performer.risk === 'reversible') await performer.undo(subject.target, receipt, before);

    await subject.close();
  });

  it.each(AWS_ACTIONS.filter((action) => action.mode !== 'guided'))('are asked for by $id', async (declaration) => {
    const subject = await subjectFor(declaration, ['s3:ListAllMyBuckets']);
    const performer = subject.actor.performers[declaration.id];
    if (performer === undefined) throw new Error('no performer');
    const act = async (): Promise<unknown> => {
      const before = (await performer.prepare?.(subject.target)) ?? {};
      return performer.apply(subject.target, 'k'.repeat(64), before);
    };

    await expect(act()).rejects.toMatchObject({ kind: 'forbidden' });

    await subject.close();
  });
});

for (const declaration of AWS_ACTIONS) {
  describeAction({ declaration, subject: () => subjectFor(declaration, ['*']) });
}

async function subjectFor(declaration: ActionDeclaration, allow: readonly string[]): Promise<ActionSubject> {
  const example = EXAMPLES[declaration.id];
  if (example === undefined) throw new Error(`no example for ${declaration.id}`);
  const world = await anAwsActWorld({}, allow);
  const credential = example.credential(world);
  example.arrange?.(world);
  const context = contextFor(example.approach, credential, example.event ?? 'StopLogging');
  const target = declaration.target(credential, context);
  if (target === null || 'refused' in target) throw new Error(`${declaration.id} has no target`);
  return {
    target,
    actor: await world.arm('run-1'),
    state: () => awsStateOf(world.aws.cloud),
    byHand: () => example.byHand?.(world),
    close: () => world.aws.close(),
  };
}

function contextFor(approach: Approach, credential: Credential, action: string): TargetContext {
  const [event] = aFinding().evidence;
  return {
    approach,
    subject: credential.id,
    ancestors: [],
    subtree: [credential],
    known: [],
    suspectSince: NOON - 1,
    ...(event === undefined ? {} : { event: { ...event, action, target: 'main' } }),
  };
}
