import { z } from 'zod';
import type { Connector } from '../../src/core/connector.ts';
import { CLOUDTRAIL_FORMAT } from './cloudtrail-format.ts';

export const AWS: Connector = {
  id: 'aws',
  title: 'Amazon Web Services',
  config: z.strictObject({}),
  formats: [CLOUDTRAIL_FORMAT],
  keys: [],
  actions: [],
};
