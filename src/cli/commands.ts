import type { Command } from 'commander';
import { addBackup } from './commands/backup.ts';
import { addDemo } from './commands/demo.ts';
import { addDoctor } from './commands/doctor.ts';
import { addIncidents } from './commands/incidents.ts';
import { addInit } from './commands/init.ts';
import { addKeys } from './commands/keys.ts';
import { addLeak } from './commands/leak.ts';
import { addPoll } from './commands/poll.ts';
import { addRespond } from './commands/respond.ts';
import { addRules } from './commands/rules.ts';
import { addRun } from './commands/run.ts';
import { addScan } from './commands/scan.ts';
import { addSearch } from './commands/search.ts';
import { addUnparsed } from './commands/unparsed.ts';
import { addVerify } from './commands/verify.ts';
import type { Act } from './context.ts';

export interface CommandGroup {
  readonly title: string;
  readonly commands: readonly ((root: Command, act: Act) => void)[];
}

/** Every command by what people want, in the order in which help shows them. */
export const COMMAND_GROUPS: readonly CommandGroup[] = [
  { title: 'Try it:', commands: [addDemo, addScan] },
  { title: 'Ask:', commands: [addSearch, addIncidents, addKeys, addLeak] },
  { title: 'Watch:', commands: [addInit, addDoctor, addRun, addPoll] },
  { title: 'Act:', commands: [addRespond] },
  { title: 'Look after it:', commands: [addRules, addVerify, addUnparsed, addBackup] },
];
