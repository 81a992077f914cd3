import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { Choice } from '../../../src/app/setup/init.ts';
import { chooseProviders } from '../../../src/cli/choose-providers.ts';
import type { CliIo } from '../../../src/cli/io.ts';

const ACME: Choice = { id: 'acme', title: 'Acme', setup: null };
const BOLT: Choice = { id: 'bolt', title: 'Bolt Works', setup: null };

function io(typed: string | null): { readonly io: CliIo; said(): string } {
  let said = '';
  return {
    io: {
      out: () => undefined,
      err: (text) => {
        said += text;
      },
      stdin: Readable.from(typed === null ? [] : [Buffer.from(typed)]),
      stdinIsTerminal: typed !== null,
      outIsTerminal: false,
      errIsTerminal: false,
      columns: 80,
      cwd: '/',
    },
    said: () => said,
  };
}

describe('choosing providers', () => {
  it('takes those that were named, once each, in their order', async () => {
    expect(await chooseProviders(io(null).io, [ACME, BOLT], ['bolt', 'acme', 'bolt'])).toEqual([BOLT, ACME]);
  });

  it('asks nothing where there is only one', async () => {
    const terminal = io('nonsense\n');
    expect(await chooseProviders(terminal.io, [ACME], [])).toEqual([ACME]);
    expect(terminal.said()).toBe('');
  });

  it('asks on a terminal', async () => {
    const terminal = io('bolt, acme\n');
    expect(await chooseProviders(terminal.io, [ACME, BOLT], [])).toEqual([BOLT, ACME]);
    expect(terminal.said()).toContain('bolt  Bolt Works');
  });

  it('asks nothing elsewhere, and says what to write', async () => {
    await expect(chooseProviders(io(null).io, [ACME, BOLT], [])).rejects.toMatchObject({
      message: 'Say which providers to watch',
      hint: '--provider acme, --provider bolt',
    });
  });

  it('refuses what it does not know, and an empty answer', async () => {
    await expect(chooseProviders(io(null).io, [ACME], ['cord'])).rejects.toThrow('There is no provider cord');
    await expect(chooseProviders(io('\n').io, [ACME, BOLT], [])).rejects.toThrow('No provider was named');
  });
});
