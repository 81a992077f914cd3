import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { Config } from '../../config/config.ts';
import { AppError } from '../../core/errors.ts';
import type { NetworkLookup } from '../../core/network.ts';
import { type NetworkFiles, packagedNetworkFiles } from '../../kit/network-files.ts';
import { loadNetworks } from '../../kit/networks.ts';

/** What is known about addresses: the configured databases, else the packaged ones, else blocks around an address. */
export function openNetworks({ detection }: Config): NetworkLookup {
  return loadNetworks(detection.networkDatabases.reduce(withDatabase, packagedNetworkFiles()));
}

function withDatabase(files: NetworkFiles, path: string): NetworkFiles {
  return isAsnDatabase(path) ? { ...files, asnMmdb: path } : { ...files, country: path };
}

/** Metadata stand at the end of the file, behind this mark (MaxMind DB file format). */
const MARK = Buffer.from('\xab\xcd\xefMaxMind.com', 'latin1');
const TAIL_BYTES = 128 * 1024;

/** Whether a MaxMind-format file holds network numbers; countries or cities otherwise. @throws AppError when it is none */
function isAsnDatabase(path: string): boolean {
  const tail = readTail(path);
  const start = tail?.lastIndexOf(MARK) ?? -1;
  if (tail === null || start < 0) {
    throw new AppError(`${path} is no MaxMind-format database`, {
      code: 'NETWORK_DATABASE',
      kind: 'config',
      hint: 'Correct detection.network-databases, or leave it out to use the packaged ones.',
    });
  }
  return /asn/i.test(tail.subarray(start).toString('latin1'));
}

function readTail(path: string): Buffer | null {
  try {
    const file = openSync(path, 'r');
    try {
      const { size } = fstatSync(file);
      const tail = Buffer.alloc(Math.min(size, TAIL_BYTES));
      readSync(file, tail, 0, tail.length, size - tail.length);
      return tail;
    } finally {
      closeSync(file);
    }
  } catch {
    return null;
  }
}
