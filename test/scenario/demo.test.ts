import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, describe, expect, it } from 'vitest';
import { CONNECTORS } from '../../src/app/connectors.ts';
import { openDatabase } from '../../src/app/database.ts';
import type { CliContext } from '../../src/cli/context.ts';
import { playDemo } from '../../src/cli/demo/play.ts';
import type { CliIo } from '../../src/cli/io.ts';
import type { Store } from '../../src/core/ports.ts';
import { LEAKED_KEY_SCENES } from '../../src/simulate/scenes/leaked-key.ts';
import type { Scene } from '../../src/simulate/scenes/scene.ts';
import { fakeSystem } from '../support/fake-system.ts';

interface Played {
  readonly scene: Scene;
  readonly out: string;
  readonly err: string;
  readonly folder: string;
  readonly isProven: boolean;
}

let played: Played | null = null;

async function play(story: string): Promise<Played> {
  const choice = LEAKED_KEY_SCENES.find(({ id }) => id === story);
  if (choice === undefined) throw new Error(`no story ${story}`);
  const scene = await choice.stage('test');
  const said = { out: '', err: '' };
  const io: CliIo = {
    out: (text) => void (said.out += text),
    err: (text) => void (said.err += text),
    stdin: Readable.from([]),
    stdinIsTerminal: false,
    outIsTerminal: false,
    errIsTerminal: false,
    columns: 100,
    cwd: '/',
  };
  const context: CliContext = {
    io,
    around: { system: fakeSystem(), connectors: CONNECTORS, cwd: '/' },
    signal: new AbortController().signal,
  };
  const { folder, isProven } = await playDemo(context, scene);
  played = { scene, ...said, folder, isProven };
  return played;
}

afterEach(async () => {
  await played?.scene.close();
  if (played !== null) rmSync(played.folder, { recursive: true, force: true });
  played = null;
});

describe('the demo', () => {
  it.each(['leaked-key', 'leaked-key-hard'])('tells the whole story and proves containment: %s', async (story) => {
    const { out, isProven } = await play(story);

    expect(isProven).toBe(true);
    for (const part of ['1. Learn', '2. Watch', '3. Plan', '4. Apply', '5. Prove', '6. Report'])
      expect(out).toContain(part);
    expect(out).toContain('CRITICAL');
    expect(out).toMatch(/Containment of inc-[0-9a-f]+: proven/);
  });

  it('says the same every time', async () => {
    const first = await play('leaked-key');
    const again = first.out.replaceAll(first.folder, '');
    await first.scene.close();
    rmSync(first.folder, { recursive: true, force: true });

    const second = await play('leaked-key');

    expect(second.out.replaceAll(second.folder, '')).toBe(again);
  });

  it('stops everything that the thief had, with the thief fighting back', async () => {
    const { scene, folder } = await play('leaked-key-hard');

    const store = await openDatabase({ path: join(folder, 'demo.db'), cwd: '/', mustExist: true });
    const [incident] = await store.incidents.list({ historical: false });
    await store.close();
    expect(incident?.status).toBe('verified');
    expect(scene.workingCredentials(['ci-deploy', 'backup-operator', 'deploy-admin'])).toEqual(['backup-operator']);
  });
});

describe('no secret', () => {
  it('is in anything that was written or said', async () => {
    const { scene, folder, out, err } = await play('leaked-key');
    const secrets = scene.secrets();

    expect(secrets.length).toBeGreaterThan(10);
    const places = new Map([
      ['standard output', out],
      ['standard error', err],
      ...filesBelow(folder).map((file) => [file, readFileSync(file, 'latin1')] as const),
      ['kept records', await keptRecords(join(folder, 'demo.db'))],
    ]);
    const found = [...places].flatMap(([place, text]) =>
      secrets.filter((secret) => text.includes(secret)).map(() => place),
    );
    expect(found).toEqual([]);
    // The search itself works: what is no secret is found.
    expect([...places.values()].some((text) => text.includes('ci-deploy'))).toBe(true);
    expect(places.get('kept records')).toContain('AssumeRole');
  });
});

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** The sanitized copies, unpacked: compressed they would hide what they hold. */
async function keptRecords(path: string): Promise<string> {
  const store: Store = await openDatabase({ path, cwd: '/', mustExist: true });
  try {
    let text = '';
    for (let sequence = 1; sequence <= (await store.events.lastSequence()); sequence += 1) {
      const { batch } = await store.events.readBatch(sequence);
      for (const position of batch.position) text += (await store.events.rawRecord(sequence, position)) ?? '';
    }
    return text;
  } finally {
    await store.close();
  }
}
