import process from 'node:process';
import { realSystem } from '../system.ts';
import { processIo } from './io.ts';
import { runCli } from './run.ts';

process.exitCode = await runCli(process.argv.slice(2), realSystem(), processIo());
