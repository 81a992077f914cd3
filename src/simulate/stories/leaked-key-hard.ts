import { leakedKey } from './leaked-key.ts';
import type { Step, Story, StoryCall } from './story.ts';

const AGENT = 'Boto3/1.40.41 md/Botocore#1.40.41 ua/2.1 os/linux#6.8.0 md/arch#x86_64 lang/python#3.13.7';

/** The intruder takes whatever still works, the youngest key first. */
const ANY: readonly string[] = ['spare', 'session', 'ci-deploy', 'minted'];

function answer(at: string, action: string, params: StoryCall['params'], extra: Partial<Step> = {}): Step {
  const call = { service: 'iam', action, ...(params === undefined ? {} : { params }) };
  return { at, as: ANY, from: 'intruder', agent: AGENT, call, ...extra };
}

const THEIRS: readonly string[] = ['ci-deploy', 'backup-operator', 'deploy-admin'];

/**
 * The same theft by somebody who watches IAM and uses the seconds in which a change has not spread yet (research on
 * eventual consistency of IAM): mints another key when one is deactivated, and takes away policies that deny.
 */
export const leakedKeyHard: Story = {
  ...leakedKey,
  id: 'leaked-key-hard',
  title: 'A leaked pipeline key whose thief undoes the containment',
  reactions: [
    {
      on: ['UpdateAccessKey', 'DeleteAccessKey'],
      about: THEIRS,
      times: 2,
      steps: [
        answer(
          '1s',
          'CreateAccessKey',
          { UserName: '$trigger.userName' },
          { saves: 'spare', tells: 'makes yet another key' },
        ),
      ],
    },
    {
      on: ['PutUserPolicy'],
      about: THEIRS,
      times: 2,
      steps: [
        answer(
          '2s',
          'DeleteUserPolicy',
          { UserName: '$trigger.userName', PolicyName: '$trigger.policyName' },
          { tells: 'removes the policy that stops the sessions of a user' },
        ),
      ],
    },
    {
      on: ['AttachUserPolicy'],
      about: THEIRS,
      times: 2,
      steps: [
        answer(
          '2s',
          'DetachUserPolicy',
          { UserName: '$trigger.userName', PolicyArn: '$trigger.policyArn' },
          { tells: 'detaches the policy that denies' },
        ),
      ],
    },
    {
      on: ['PutRolePolicy'],
      about: THEIRS,
      times: 1,
      steps: [
        answer(
          '2s',
          'DeleteRolePolicy',
          { RoleName: '$trigger.roleName', PolicyName: '$trigger.policyName' },
          { tells: 'removes the policy that stops the sessions of a role' },
        ),
      ],
    },
  ],
};
