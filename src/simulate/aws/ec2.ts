import type { Operations } from './operation.ts';

/** EC2, only as far as finding regions goes; all else of it is judged, journalled and empty. */
export const ec2Operations: Operations = {
  DescribeRegions: {
    readOnly: true,
    run: (_params, { world }) => ({
      body: {
        regionInfo: world.settings.regions.map((regionName) => ({
          regionName,
          regionEndpoint: `ec2.${regionName}.amazonaws.com`,
          optInStatus: 'opt-in-not-required',
        })),
      },
    }),
  },
};
