import { posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSource } from '../../support/source-files.ts';

const STATIC = /^(?:import|export)\s(?!type\b)[^;]*?from '([^']+)';|^import '([^']+)';/gm;

/** Everything that is loaded before the first line of a module runs: files, and packages by name. */
function loadedBy(entry: string): { readonly files: ReadonlySet<string>; readonly packages: ReadonlySet<string> } {
  const files = new Set([entry]);
  const packages = new Set<string>();
  for (const file of files) {
    for (const [, from, bare] of readSource(file).matchAll(STATIC)) {
      const target = from ?? bare ?? '';
      if (target.startsWith('.')) files.add(posix.join(posix.dirname(file), target));
      else if (!target.startsWith('node:')) packages.add(target);
    }
  }
  return { files, packages };
}

describe('the command line before a command is chosen', () => {
  const { files, packages } = loadedBy('src/cli/main.ts');

  it('is the parser, the list of commands, and little else', () => {
    expect([...packages]).toEqual(['commander']);
    expect(files).toContain('src/cli/commands.ts');
    expect(files.size).toBeLessThan(20);
  });

  it('would notice a command that is loaded with it', () => {
    const search = loadedBy('src/cli/commands/search.ts');

    expect(search.files.size).toBeGreaterThan(50);
    expect(search.packages).toContain('zod');
  });
});

describe('a list of incidents', () => {
  it('waits neither for the detectors nor for the pages of a report', () => {
    const files = [...loadedBy('src/cli/commands/incidents.ts').files];

    expect(files.filter((file) => file.startsWith('src/detect/'))).toEqual([]);
    expect(files.filter((file) => file.startsWith('src/report/html/'))).toEqual([]);
    expect(files).toContain('src/report/table.ts');
  });
});
