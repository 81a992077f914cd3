import { chmod, link, readFile, rm, writeFile } from 'node:fs/promises';
import { AppError } from '../core/errors.ts';
import { FINGERPRINT_KEY_BYTES } from '../kit/fingerprint.ts';

const HEX = new RegExp(`^[0-9a-f]{${String(2 * FINGERPRINT_KEY_BYTES)}}$`);

/**
 * The key under which this installation fingerprints secrets; made at first use, readable by
 * its owner alone. It lives beside the database, not in it: a copied database cannot be used
 * to try guesses.
 * @throws AppError `CONFIG_FINGERPRINT_KEY` when the file holds something else
 */
export async function loadInstallKey(path: string, random: (bytes: number) => Uint8Array): Promise<Uint8Array> {
  const existing = await readKey(path);
  if (existing !== null) return existing;

  // Written whole under another name, then linked: two first starts at once end with one key.
  const draft = `${path}.${Buffer.from(random(6)).toString('hex')}`;
  await writeFile(draft, `${Buffer.from(random(FINGERPRINT_KEY_BYTES)).toString('hex')}\n`, {
    mode: 0o600,
    flag: 'wx',
  });
  await chmod(draft, 0o600);
  await link(draft, path).catch((error: unknown) => {
    if (codeOf(error) !== 'EEXIST') throw error;
  });
  await rm(draft);

  const made = await readKey(path);
  if (made === null) throw unreadable(path);
  return made;
}

async function readKey(path: string): Promise<Uint8Array | null> {
  let text: string;
  try {
    text = (await readFile(path, 'utf8')).trim();
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
  if (!HEX.test(text)) throw unreadable(path);
  return new Uint8Array(Buffer.from(text, 'hex'));
}

function unreadable(path: string): AppError {
  return new AppError(`${path} is not a fingerprint key`, {
    code: 'CONFIG_FINGERPRINT_KEY',
    kind: 'config',
    hint: 'Restore it from the backup of the database; with a new key, known exposures are not recognised again.',
  });
}

function codeOf(error: unknown): unknown {
  return error instanceof Error ? Reflect.get(error, 'code') : undefined;
}
