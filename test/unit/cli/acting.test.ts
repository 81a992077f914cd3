import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { approver } from '../../../src/cli/acting.ts';
import type { CliContext } from '../../../src/cli/context.ts';
import { fakeSystem } from '../../support/fake-system.ts';

function contextWith(env: Readonly<Record<string, string>>): CliContext {
  return {
    io: {
      out: () => undefined,
      err: () => undefined,
      stdin: Readable.from([]),
      stdinIsTerminal: false,
      outIsTerminal: false,
      errIsTerminal: false,
      columns: 80,
      cwd: '/',
    },
    around: { system: fakeSystem({ env }), connectors: {}, cwd: '/' },
    signal: new AbortController().signal,
  };
}

describe('who approves', () => {
  it.each([
    [{ USER: 'ana' }, undefined, 'ana'],
    [{ LOGNAME: 'ana' }, undefined, 'ana'],
    [{ USERNAME: 'ana' }, undefined, 'ana'],
    [{ USER: 'root' }, 'ben', 'ben'],
    [{}, ' ben ', 'ben'],
  ])('%j and --by %s is %s', (env, given, name) => {
    expect(approver(contextWith(env), given)).toBe(name);
  });

  it.each([
    [{}, undefined],
    [{ USER: '' }, undefined],
    [{ USER: 'ana' }, ' '],
  ])('%j and --by %j is nobody, and nothing is done', (env, given) => {
    expect(() => approver(contextWith(env), given)).toThrow('Nobody is named who approves this');
  });
});
