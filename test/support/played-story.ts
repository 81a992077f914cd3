import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { CONNECTORS } from '../../src/app/setup/connectors.ts';
import { openDatabase } from '../../src/app/setup/database.ts';
import type { CliContext } from '../../src/cli/context.ts';
import { playDemo } from '../../src/cli/demo/play.ts';
import type { CliIo } from '../../src/cli/io.ts';
import type { Store } from '../../src/core/ports.ts';
import { SCENES } from '../../src/simulate/scenes/all.ts';
import type { Scene } from '../../src/simulate/scenes/scene.ts';
import { fakeSystem } from './fake-system.ts';

/** A story of the demo as it went, with its database and reports still there. */
export interface PlayedStory {
  readonly scene: Scene;
  readonly out: string;
  readonly err: string;
  readonly folder: string;
  readonly isProven: boolean;
  /** The same without what differs from run to run: the folder. */
  readonly told: string;
  read<T>(question: (store: Store) => Promise<T>): Promise<T>;
  /** Every byte that was written or said, by place; what is stored packed, unpacked. */
  everything(): Promise<ReadonlyMap<string, string>>;
  close(): Promise<void>;
}

export interface PlayOptions {
  readonly columns?: number;
  readonly isTerminal?: boolean;
  /** The scene as the test wants it. */
  readonly change?: (scene: Scene) => Scene;
}

/** Plays a story to its end. Close it. */
export async function playedStory(id: string, options: PlayOptions = {}): Promise<PlayedStory> {
  const choice = SCENES.find((one) => one.id === id);
  if (choice === undefined) throw new Error(`no story ${id}`);
  const staged = await choice.stage('test');
  const scene = options.change?.(staged) ?? staged;
  const said = { out: '', err: '' };
  const isTerminal = options.isTerminal ?? false;
  const io: CliIo = {
    out: (text) => void (said.out += text),
    err: (text) => void (said.err += text),
    stdin: Readable.from([]),
    stdinIsTerminal: isTerminal,
    outIsTerminal: isTerminal,
    errIsTerminal: isTerminal,
    columns: options.columns ?? 100,
    cwd: '/',
  };
  const around = { system: fakeSystem(), connectors: CONNECTORS, cwd: '/' };
  const context: CliContext = { io, around, signal: new AbortController().signal };
  const { folder, isProven } = await playDemo(context, scene);
  const read = <T>(question: (store: Store) => Promise<T>): Promise<T> => withStore(join(folder, 'demo.db'), question);
  return {
    scene,
    ...said,
    folder,
    isProven,
    told: said.out.replaceAll(folder, ''),
    read,
    everything: async () =>
      new Map([
        ['standard output', said.out],
        ['standard error', said.err],
        ...filesBelow(folder).map((file) => [file, readFileSync(file, 'latin1')] as const),
        ['kept records', await read(keptRecords)],
      ]),
    async close() {
      await scene.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function withStore<T>(path: string, question: (store: Store) => Promise<T>): Promise<T> {
  const store = await openDatabase({ path, cwd: '/', mustExist: true });
  try {
    return await question(store);
  } finally {
    await store.close();
  }
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** The sanitized copies, unpacked: compressed they would hide what they hold. */
async function keptRecords(store: Store): Promise<string> {
  let text = '';
  for (let sequence = 1; sequence <= (await store.events.lastSequence()); sequence += 1) {
    const { batch } = await store.events.readBatch(sequence);
    for (const position of batch.position) text += (await store.events.rawRecord(sequence, position)) ?? '';
  }
  return text;
}
