import type { Operations } from './operation.ts';

/** AWS Account Management: the regions that are switched on. */
export const accountOperations: Operations = {
  ListRegions: {
    readOnly: true,
    run: (_params, { world }) => ({
      body: {
        Regions: world.settings.regions.map((RegionName) => ({ RegionName, RegionOptStatus: 'ENABLED_BY_DEFAULT' })),
      },
    }),
  },
};
