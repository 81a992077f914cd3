#!/usr/bin/env node
// Plain JavaScript on purpose: an older Node must be able to parse this file far enough to say what is wrong.
// It cannot load TypeScript, and the database driver would crash it without a message.
import { existsSync } from 'node:fs';
import module from 'node:module';
import { setFlagsFromString } from 'node:v8';

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

// The collector would let the space for young objects grow to 100 MB and more, for nothing: records die young.
// Both flags are read when a space grows or a thread starts; threads begin with the 8 MB that decoding needs.
setFlagsFromString('--semi-space-growth-factor=1');
setFlagsFromString('--min-semi-space-size=8');

// A checkout runs its sources, so that an old build lying around never shadows them; a published package has only dist.
const source = new URL('../src/cli/main.ts', import.meta.url);
await import(existsSync(source) ? source.href : new URL('../dist/src/cli/main.js', import.meta.url).href);
