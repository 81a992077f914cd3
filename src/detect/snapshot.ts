import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { AppError } from '../core/errors.ts';
import type { Severity } from '../core/event.ts';
import type { Millis } from '../core/time.ts';
import type { Case } from './cases.ts';
import type { GateState } from './findings.ts';
import type { Node } from './lineage.ts';
import type { Cell } from './memory/cell.ts';
import type { Known } from './memory/firsts.ts';
import type { SavedRequests } from './requests.ts';
import type { Spot } from './spots.ts';

const VERSION = 2;

/** A node without its links; the parent by id. */
type SavedNode = Omit<Node, 'parent' | 'children'> & { readonly parent: string | null };
type SavedCase = Omit<Case, 'root' | 'members' | 'exposures' | 'told'> & {
  readonly root: string;
  readonly members: readonly string[];
  readonly exposures: readonly string[];
  readonly told: {
    readonly historical: boolean;
    readonly severity: Severity;
    readonly detectors: readonly string[];
  } | null;
};

/** Everything detection remembers between two events, as plain data. */
export interface EngineState {
  readonly v: number;
  readonly position: number;
  readonly lastAccepted: number;
  /** Rows of batches up to `lastAccepted` that were not judged yet. */
  readonly waiting: readonly (readonly [number, readonly number[]])[];
  readonly latest: Millis;
  readonly swept: Millis;
  readonly rowsSinceSweep: number;
  readonly nodes: readonly SavedNode[];
  readonly actions: readonly string[];
  readonly cells: readonly Cell[];
  readonly spots: readonly Spot[];
  /** Absent in what older releases wrote. */
  readonly firsts?: readonly Known[];
  readonly cases: readonly SavedCase[];
  readonly gate: GateState;
  /** Absent in memory of before requests were joined. */
  readonly requests?: SavedRequests;
}

export const STATE_VERSION: number = VERSION;

/** Compressed JSON: a snapshot must be readable by the next version of the program. */
export function packState(state: EngineState): Uint8Array {
  return zstdCompressSync(JSON.stringify(state));
}

/** @throws AppError when the snapshot is from another version or damaged: then start from the records */
export function unpackState(bytes: Uint8Array): EngineState {
  let state: EngineState;
  try {
    state = JSON.parse(zstdDecompressSync(bytes).toString()) as EngineState;
  } catch (cause) {
    throw new AppError('The memory snapshot of detection cannot be read', {
      code: 'DETECT_SNAPSHOT',
      kind: 'storage',
      hint: 'Start with an empty memory: it is rebuilt from the stored events.',
      cause,
    });
  }
  if (state.v === VERSION) return state;
  throw new AppError(`The memory snapshot of detection has version ${state.v}, this program reads ${VERSION}`, {
    code: 'DETECT_SNAPSHOT',
    kind: 'storage',
    hint: 'Start with an empty memory: it is rebuilt from the stored events.',
  });
}

export function saveNode(node: Node): SavedNode {
  const { parent, children: _, ...rest } = node;
  return { ...rest, parent: parent?.id ?? null };
}

export function saveCase(found: Case): SavedCase {
  return {
    ...found,
    root: found.root.id,
    members: [...found.members].map((node) => node.id),
    exposures: [...found.exposures],
    told: found.told === null ? null : { ...found.told, detectors: [...found.told.detectors] },
  };
}

/** @param node finds a node that the snapshot holds too */
export function loadCase(saved: SavedCase, node: (id: string) => Node): Case {
  return {
    ...saved,
    findings: [...saved.findings],
    root: node(saved.root),
    members: new Set(saved.members.map(node)),
    exposures: new Set(saved.exposures),
    told: saved.told === null ? null : { ...saved.told, detectors: new Set(saved.told.detectors) },
  };
}
