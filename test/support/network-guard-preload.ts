// For child processes of tests: node --import <this file> program. An attempt to leave the machine is refused and said.
import { attempts, installNetworkGuard } from './network-guard.ts';

installNetworkGuard();
process.on('exit', () => {
  if (attempts.length > 0) process.stderr.write(`network guard: refused ${attempts.join(', ')}\n`);
});
