import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ROOT, readSource } from './support/source-files.ts';

const dockerfile = readSource('Dockerfile');

/** Argument lists of `CMD [...]`, the health check's first. */
const commands = [...dockerfile.matchAll(/\bCMD (\[[^\]]*\])/g)].map((match) =>
  z.array(z.string()).parse(JSON.parse(match[1] ?? '')),
);
const asArguments = (command: readonly string[]): string[] => command.filter((word) => !/^node$|^bin\//.test(word));

describe('container image', () => {
  it('starts the daemon and has a health check', () => {
    expect(commands.map((command) => asArguments(command)[0])).toEqual(['doctor', 'run']);
  });

  it.each(commands.map(asArguments))('uses options that the command line has: %s', (name = '', ...options) => {
    if (!existsSync(join(ROOT, `src/cli/commands/${name}.ts`))) return;
    const help = spawnSync(process.execPath, [join(ROOT, 'bin/keywatch.js'), name, '--help'], { encoding: 'utf8' });
    for (const option of options.filter((word) => word.startsWith('--'))) expect(help.stdout).toContain(option);
  });

  it('runs without root and without development dependencies', () => {
    expect(dockerfile).toMatch(/^USER node$/m);
    expect(dockerfile).toContain('npm ci --omit=dev');
  });

  it('copies nothing that the build context leaves out', () => {
    const allowed = readSource('.dockerignore')
      .split('\n')
      .filter((line) => line.startsWith('!'))
      .map((line) => line.slice(1));
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap((match) =>
      (match[1] ?? '').split(' '),
    );
    expect(copied.filter((path) => path !== '.' && !allowed.includes(path))).toEqual([]);
  });
});
