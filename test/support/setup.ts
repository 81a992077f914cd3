import { afterEach, expect } from 'vitest';
import { attempts, installNetworkGuard } from './network-guard.ts';

// An older Node gets as far as the database driver and dies there without a word.
if (Number.parseInt(process.versions.node, 10) < 24) {
  throw new Error(`Tests need Node 24 or newer, this is ${process.versions.node}. Try: npm test, or npx vitest run`);
}

installNetworkGuard();

afterEach(() => {
  const seen = attempts.splice(0);
  expect(seen, 'a test tried to leave the machine').toEqual([]);
});
