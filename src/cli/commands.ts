import type { Command } from 'commander';
import type { Act } from './context.ts';

/** Adds one command, whole, to the command line. */
export type AddCommand = (root: Command, act: Act) => void;

export interface CommandEntry {
  readonly name: string;
  /** One line of the list of commands; a command's own help says more. */
  readonly summary: string;
  /** Each command brings its part of the program along, so it is loaded only when it is asked for. */
  readonly load: () => Promise<AddCommand>;
}

export interface CommandGroup {
  readonly title: string;
  readonly commands: readonly CommandEntry[];
}

/** Every command by what people want, in the order in which help shows them. */
export const COMMAND_GROUPS: readonly CommandGroup[] = [
  {
    title: 'Try it:',
    commands: [
      {
        name: 'demo',
        summary: 'the whole loop on a simulated account: no account, no network',
        load: async () => (await import('./commands/demo.ts')).addDemo,
      },
      {
        name: 'scan',
        summary: 'find stolen keys in audit log files: no credentials',
        load: async () => (await import('./commands/scan.ts')).addScan,
      },
    ],
  },
  {
    title: 'Ask:',
    commands: [
      {
        name: 'search',
        summary: 'what was done, with which key, by whom, from where',
        load: async () => (await import('./commands/search.ts')).addSearch,
      },
      {
        name: 'incidents',
        summary: 'list them, look into one, say what you do about it',
        load: async () => (await import('./commands/incidents.ts')).addIncidents,
      },
      {
        name: 'keys',
        summary: 'what keys there are, whose they are, what was made from them',
        load: async () => (await import('./commands/keys.ts')).addKeys,
      },
      {
        name: 'leak',
        summary: 'a key leaked: does it still work, was it used, by whom',
        load: async () => (await import('./commands/leak.ts')).addLeak,
      },
    ],
  },
  {
    title: 'Watch:',
    commands: [
      {
        name: 'init',
        summary: 'write a configuration, and print the permissions that it needs',
        load: async () => (await import('./commands/init.ts')).addInit,
      },
      {
        name: 'doctor',
        summary: 'what works, what does not, and what nobody could see',
        load: async () => (await import('./commands/doctor.ts')).addDoctor,
      },
      {
        name: 'run',
        summary: 'the daemon: polls, detects and alerts; acts on nothing',
        load: async () => (await import('./commands/run.ts')).addRun,
      },
      {
        name: 'poll',
        summary: 'the same once, then end: for cron and for trying out',
        load: async () => (await import('./commands/poll.ts')).addPoll,
      },
    ],
  },
  {
    title: 'Act:',
    commands: [
      {
        name: 'respond',
        summary: 'plan what stops a stolen key; do it, prove it, undo it',
        load: async () => (await import('./commands/respond.ts')).addRespond,
      },
    ],
  },
  {
    title: 'Look after it:',
    commands: [
      {
        name: 'rules',
        summary: 'what is detected, what is missed, and the proof of each rule',
        load: async () => (await import('./commands/rules.ts')).addRules,
      },
      {
        name: 'verify',
        summary: "check the provider's own seals over the audit trail",
        load: async () => (await import('./commands/verify.ts')).addVerify,
      },
      {
        name: 'unparsed',
        summary: 'records that could not be read, and why',
        load: async () => (await import('./commands/unparsed.ts')).addUnparsed,
      },
      {
        name: 'backup',
        summary: 'a consistent copy of the database, also while the daemon writes',
        load: async () => (await import('./commands/backup.ts')).addBackup,
      },
    ],
  },
];
