import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from './package-root.ts';

/** Version of the package, as in `keywatch --version`. */
export function version(): string {
  const value: unknown = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8'));
  const found = typeof value === 'object' && value !== null && 'version' in value ? value.version : '';
  return typeof found === 'string' ? found : '';
}
