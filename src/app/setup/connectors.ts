export { CONNECTORS } from '../../../connectors/registry.ts';
