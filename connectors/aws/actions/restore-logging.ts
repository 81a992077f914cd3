import type { ActionDeclaration } from '../../../src/core/action.ts';
import { trailOf } from './trail-target.ts';

export const restoreLogging: ActionDeclaration = {
  id: 'aws.restore-logging',
  title: 'Turn CloudTrail logging back on',
  capability: 'restore',
  mode: 'auto',
  // Logging was on before the intruder came: there is nothing that one would want back.
  risk: 'harmless',
  needs: ['cloudtrail:DescribeTrails', 'cloudtrail:GetTrailStatus', 'cloudtrail:StartLogging', 'account:ListRegions'],
  order: 10,
  caution:
    'What happened while logging was off is in no trail; event history (90 days, management events) still has it.',
  target: (credential, context) => {
    const { event } = context;
    if (event === undefined || event.action !== 'StopLogging' || event.outcome !== 'success') return null;
    return trailOf(credential, event);
  },
  plan: (target) => [
    {
      service: 'cloudtrail',
      operation: 'DescribeTrails',
      params: { trail: target.params['trail'] ?? '' },
      effect: 'read',
    },
    {
      service: 'cloudtrail',
      operation: 'StartLogging',
      params: { Name: target.params['trail'] ?? '' },
      effect: 'write',
    },
  ],
};
