import type { Plan, PlanStep, StepState } from '../../../src/core/playbook.ts';
import type { Proof } from '../../../src/core/proof.ts';
import { MINUTE, SECOND } from '../../../src/core/time.ts';
import type { StepView } from '../../../src/report/incident-report.ts';
import { KEY, NIGHT, SESSION } from '../alert/samples.ts';

/** Made by the stolen key. */
export const SECOND_KEY: string = `aws:${'AKIA'}${'KEYWATCHSAMPLE03'}`;
const CONTAINED = NIGHT + 41 * MINUTE;

export function step(id: string, change: Partial<PlanStep> = {}): PlanStep {
  return {
    id,
    connector: 'aws',
    action: 'aws.deactivate-key',
    title: 'Deactivate the access key',
    capability: 'contain',
    mode: 'auto',
    risk: 'reversible',
    target: { key: id, account: '111122223333', label: `access key ${KEY.slice(4)} of user ci-deploy`, params: {} },
    covers: [KEY],
    requests: [
      {
        service: 'iam',
        operation: 'UpdateAccessKey',
        params: { UserName: 'ci-deploy', Status: 'Inactive' },
        effect: 'write',
      },
    ],
    needs: ['iam:UpdateAccessKey'],
    caution: 'whatever still uses the key is refused within seconds',
    after: [],
    guards: { incident: 'open' },
    ...change,
  };
}

const STEPS: readonly PlanStep[] = [
  step('contain:1'),
  step('contain:2', {
    title: 'Deactivate the access key',
    target: {
      key: '2',
      account: '111122223333',
      label: `access key ${SECOND_KEY.slice(4)} of user ci-deploy`,
      params: {},
    },
    covers: [SECOND_KEY],
  }),
  step('contain:3', {
    title: 'Revoke the sessions of the user',
    action: 'aws.revoke-sessions',
    target: { key: '3', account: '111122223333', label: 'every session of user ci-deploy made before now', params: {} },
    covers: [SESSION],
    requests: [
      {
        service: 'iam',
        operation: 'PutUserPolicy',
        params: { UserName: 'ci-deploy', PolicyName: 'keywatch-revoke-sessions' },
        effect: 'write',
      },
    ],
    needs: ['iam:PutUserPolicy'],
    caution: '',
    after: ['contain:1', 'contain:2'],
  }),
  step('restore:4', {
    title: 'Turn logging on again',
    capability: 'restore',
    action: 'aws.restore-logging',
    target: { key: '4', account: '111122223333', label: 'trail management-trail', params: {} },
    requests: [
      { service: 'cloudtrail', operation: 'StartLogging', params: { Name: 'management-trail' }, effect: 'write' },
    ],
    needs: ['cloudtrail:StartLogging'],
    caution: '',
  }),
  step('revoke:5', {
    title: 'Delete the access key',
    capability: 'revoke',
    risk: 'irreversible',
    action: 'aws.delete-key',
    requests: [{ service: 'iam', operation: 'DeleteAccessKey', params: { UserName: 'ci-deploy' }, effect: 'write' }],
    needs: ['iam:DeleteAccessKey'],
    after: ['contain:1'],
  }),
];

export const PLAN: Plan = {
  playbook: 'contain-credential',
  incident: 'inc-7f3a9c2e',
  madeAt: NIGHT + 38 * MINUTE,
  hash: '5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8',
  steps: STEPS,
  impact: ['ci-deploy from 192.0.2.10 (build runners): 212 calls in the last 14 days, the last 3 h ago'],
  refused: [{ what: 'access key of user break-glass', why: 'it is protected by the configuration' }],
};

const STATES: readonly (readonly [StepState, string])[] = [
  ['verified', 'the provider lists it as Inactive'],
  ['verified', 'the provider lists it as Inactive'],
  ['verified', 'a call with a session token was denied'],
  ['verified', 'the trail says that it is logging'],
  ['waiting', ''],
];

export const STEP_VIEWS: readonly StepView[] = STEPS.map((one, index) => ({
  step: one,
  state: STATES[index]?.[0] ?? 'pending',
  attempt: 1,
  detail: { evidence: STATES[index]?.[1] ?? '' },
  at: index < 4 ? NIGHT + 40 * MINUTE + (index + 1) * 15 * SECOND : 0,
  approvedBy: '',
}));

export const PROOF: Proof = {
  run: 'run-20261123-035200-7f3a9c',
  incident: 'inc-7f3a9c2e',
  at: NIGHT + 75 * MINUTE,
  verdict: 'proven',
  statement:
    'Contained: 4 of 4 containing steps are in place at the provider, and the log is silent. No successful use of 3 credentials seen in the audit log of us-east-1 from 2026-11-23T03:54:00Z to 2026-11-23T04:20:00Z. 2 attempts were refused.',
  containedAt: CONTAINED,
  rounds: [{ at: CONTAINED + 2 * MINUTE, found: [] }],
  provider: STEP_VIEWS.slice(0, 4).map(({ step: one, detail }) => ({
    step: one.id,
    label: `${one.title}: ${one.target.label}`,
    result: 'verified',
    evidence: detail['evidence'] ?? '',
  })),
  silence: {
    credentials: [KEY, SESSION, SECOND_KEY],
    from: CONTAINED + MINUTE,
    to: NIGHT + 68 * MINUTE,
    whileSpreading: 1,
    succeeded: 0,
    refused: 2,
    examples: [],
  },
  seen: ['audit log of us-east-1'],
  notVisible: ['reads of objects in buckets', 'attempts with a deactivated key, which leave no record'],
  nextAt: null,
};
