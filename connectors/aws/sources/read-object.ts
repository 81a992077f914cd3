import type { S3Client } from '@aws-sdk/client-s3';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import type { Delivery } from '../../../src/core/connector.ts';
import { AppError } from '../../../src/core/errors.ts';
import { asking, type SendOptions } from '../failures.ts';

/** CloudTrail packs at most 50 MB into a file; more is not one of its files. */
const LARGEST_OBJECT = 64 * 1024 * 1024;

/** One object and how it is to be read. */
export interface WantedObject {
  readonly bucket: string;
  readonly key: string;
  /** Format of what is in it; null lets every format look. */
  readonly format: string | null;
}

export function placeOf(bucket: string, key: string): string {
  return `s3://${bucket}/${key}`;
}

/**
 * One log file as it is stored, still packed. @returns null when the object is gone
 * @throws AppError
 */
export async function readObject(
  client: S3Client,
  { bucket, format, key }: WantedObject,
  signal: AbortSignal,
): Promise<Delivery | null> {
  const place = placeOf(bucket, key);
  const command = new GetObjectCommand({ Bucket: bucket, Key: key });
  try {
    const bytes = await asking(
      `read ${place} (s3:GetObject)`,
      (options) => download(client, command, place, options),
      signal,
    );
    return { place, bytes, format };
  } catch (error) {
    if (error instanceof AppError && error.kind === 'not-found') return null;
    throw error;
  }
}

async function download(
  client: S3Client,
  command: GetObjectCommand,
  place: string,
  options: SendOptions,
): Promise<Uint8Array> {
  const answer = await client.send(command, options);
  const size = answer.ContentLength ?? 0;
  if (size > LARGEST_OBJECT) {
    // Read no further. Its place is kept with a text that no format reads, so that it is counted and shown.
    await answer.Body?.transformToWebStream().cancel();
    return Buffer.from(`object of ${size} bytes is too large for a log file`);
  }
  const bytes = (await answer.Body?.transformToByteArray()) ?? new Uint8Array();
  if (bytes.length !== size) throw cutOff(place, bytes.length, size);
  return bytes;
}

function cutOff(place: string, got: number, expected: number): AppError {
  return new AppError(`read ${place}: the answer ended after ${got} of ${expected} bytes`, {
    code: 'AWS_TRANSIENT',
    kind: 'transient',
  });
}
