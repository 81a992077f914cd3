import type { ActionDeclaration } from '../../../src/core/action.ts';
import { trailOf } from './trail-target.ts';

/** What takes a trail's sight without switching it off; only its owner knows how it was set up. */
const DAMAGE: Readonly<Record<string, string>> = {
  DeleteTrail: 'was deleted: make it again from your own templates',
  UpdateTrail: 'was changed: compare it with your own templates and put it back',
  PutEventSelectors: 'selects other events now: compare its selectors with your own templates and put them back',
};

export const rebuildLogging: ActionDeclaration = {
  id: 'aws.rebuild-logging',
  title: 'Put a CloudTrail trail back as it was',
  capability: 'restore',
  mode: 'guided',
  risk: 'harmless',
  needs: ['cloudtrail:DescribeTrails', 'cloudtrail:GetTrailStatus', 'account:ListRegions'],
  order: 20,
  caution: 'Until then the trail does not show what it should; event history (90 days, management events) still does.',
  target: (credential, context) => {
    const { event } = context;
    const damage = event?.outcome === 'success' ? DAMAGE[event.action] : undefined;
    return event === undefined || damage === undefined ? null : trailOf(credential, event, { damage });
  },
  plan: (target) => [
    {
      service: 'cloudtrail',
      operation: 'DescribeTrails',
      params: { trail: target.params['trail'] ?? '' },
      effect: 'read',
    },
  ],
  guide: (target) => ({
    link: 'https://console.aws.amazon.com/cloudtrailv2/home#/trails',
    steps: [`In account ${target.account}, ${target.label} ${target.params['damage'] ?? ''}.`],
  }),
};
