import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { CliIo } from '../../../src/cli/io.ts';
import { readSecret } from '../../../src/cli/read-secret.ts';

const MOST = 1_000;

function terminal(stdinIsTerminal: boolean): {
  readonly io: CliIo;
  readonly keys: PassThrough;
  readonly said: string[];
} {
  const keys = new PassThrough();
  const said: string[] = [];
  const io: CliIo = {
    out: (text) => void said.push(text),
    err: (text) => void said.push(text),
    stdin: keys,
    stdinIsTerminal,
    outIsTerminal: stdinIsTerminal,
    errIsTerminal: stdinIsTerminal,
    columns: 80,
    cwd: '/',
  };
  return { io, keys, said };
}

describe('a secret that is typed', () => {
  it('is asked for and never shown, however it is corrected', async () => {
    const { io, keys, said } = terminal(true);

    const read = readSecret(io, 'the old key', MOST);
    keys.write('hunter3\u007f2\r');
    keys.write('\u0004');

    expect(await read).toBe('hunter2');
    expect(said.join('')).toMatch(/^Paste the old key, then press Enter and Ctrl-D\. It is neither shown/);
    expect(said.join('')).not.toContain('hunter');
  });

  it('may have several lines, as private keys do', async () => {
    const { io, keys } = terminal(true);

    const read = readSecret(io, 'the secret', MOST);
    keys.end('first\rsecond\r');

    expect(await read).toBe('first\nsecond');
  });

  it('is given up with Ctrl-C', async () => {
    const { io, keys } = terminal(true);

    const read = readSecret(io, 'the secret', MOST);
    keys.write('half\u0003');

    await expect(read).rejects.toMatchObject({ code: 'INTERRUPTED', kind: 'aborted' });
  });

  it.each([true, false])('has a longest length (terminal: %s)', async (isTerminal) => {
    const { io, keys } = terminal(isTerminal);

    const read = readSecret(io, 'the secret', 10);
    keys.end('far too long for this\r');

    await expect(read).rejects.toThrow('longer than 10 bytes');
  });
});

describe('a secret from a pipe', () => {
  it('is read as it is, without a question', async () => {
    const { io, keys, said } = terminal(false);

    const read = readSecret(io, 'the secret', MOST);
    keys.end('one\ntwo\n');

    expect(await read).toBe('one\ntwo\n');
    expect(said).toEqual([]);
  });
});
