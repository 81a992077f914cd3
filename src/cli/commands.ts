import type { Command } from 'commander';
import { addDemo } from './commands/demo.ts';
import { addIncidents } from './commands/incidents.ts';
import { addKeys } from './commands/keys.ts';
import { addLeak } from './commands/leak.ts';
import { addPoll } from './commands/poll.ts';
import { addRespond } from './commands/respond.ts';
import { addRun } from './commands/run.ts';
import { addScan } from './commands/scan.ts';
import { addSearch } from './commands/search.ts';
import type { Act } from './context.ts';

/** Every command, in the order in which help shows them. */
export const COMMANDS: readonly ((root: Command, act: Act) => void)[] = [addDemo, addScan, addSearch, addIncidents, addKeys, addLeak, addRespond, addRun, addPoll];
