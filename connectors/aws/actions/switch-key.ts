import type { ActionTarget, PlannedRequest } from '../../../src/core/action.ts';
import { keyParams } from './key-target.ts';

/** The requests that switching a key takes. */
export function switchRequests(target: ActionTarget, status: 'Active' | 'Inactive'): readonly PlannedRequest[] {
  const { user, id } = keyParams(target);
  return [
    { service: 'iam', operation: 'ListAccessKeys', params: { UserName: user }, effect: 'read' },
    {
      service: 'iam',
      operation: 'UpdateAccessKey',
      params: { UserName: user, AccessKeyId: id, Status: status },
      effect: 'write',
    },
  ];
}
