import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers/promises';
import { readFastClock } from './fast-clock.ts';

// Loaded before the command line in a process of its own: its clock is the one of the simulated provider.
const clock = readFastClock(process.env['TEST_CLOCK'] ?? '');
const wait = timers.setTimeout;
Date.now = clock.now;
timers.setTimeout = (ms, value, options) => wait((ms ?? 0) / clock.speed, value, options);
syncBuiltinESMExports();
