import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { SCENES } from '../../../src/simulate/scenes/all.ts';
import { runHere } from '../../support/run-here.ts';

describe('keywatch demo', () => {
  it('lists each story with a sentence about it, and how to play it', async () => {
    const { code, out } = await runHere(['demo', '--help'], { cwd: tmpdir() });

    expect(code).toBe(0);
    for (const { id, summary } of SCENES) {
      expect(out).toMatch(new RegExp(`^ {2}${id} +${summary.split(' ').join('\\s+')}$`, 'm'));
      expect(id === SCENES[0]?.id || out.includes(`keywatch demo --story ${id}\n`)).toBe(true);
    }
  });

  it('refuses a story that it does not know, and names those it knows', async () => {
    const { code, err, out } = await runHere(['demo', '--story', 'no-such-story'], { cwd: tmpdir() });

    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toContain('--story no-such-story is not known');
    for (const { id } of SCENES) expect(err).toContain(id);
  });
});
