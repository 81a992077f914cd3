#!/usr/bin/env node
// Plain JavaScript on purpose: an older Node must be able to parse this file far enough to say what is wrong.
// It cannot load TypeScript, and the database driver would crash it without a message.
import { existsSync } from 'node:fs';
import module from 'node:module';

const NEEDED = 24;
if (Number.parseInt(process.versions.node, 10) < NEEDED) {
  process.stderr.write(
    `keywatch needs Node ${NEEDED} or newer; this is Node ${process.versions.node}. In a checkout, 'npm run keywatch -- <command>' brings its own.\n`,
  );
  process.exit(2);
}

// Halves the time to start: what was compiled once is kept in the folder for temporary files, by content.
// Worker threads look for it in the environment.
const { directory } = module.enableCompileCache();
if (directory !== undefined) process.env.NODE_COMPILE_CACHE ??= directory;

// A checkout runs its sources, so that an old build lying around never shadows them; a published package has only dist.
const source = new URL('../src/cli/main.ts', import.meta.url);
await import(existsSync(source) ? source.href : new URL('../dist/src/cli/main.js', import.meta.url).href);
