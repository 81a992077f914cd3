import type { S3Client } from '@aws-sdk/client-s3';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import type { Delivery } from '../../src/core/connector.ts';
import { AppError } from '../../src/core/errors.ts';
import { CLOUDTRAIL_FORMAT_ID } from './cloudtrail-format.ts';
import { asking, type SendOptions } from './failures.ts';

/** CloudTrail packs at most 50 MB into a file; more is not one of its files. */
const LARGEST_OBJECT = 64 * 1024 * 1024;

export function placeOf(bucket: string, key: string): string {
  return `s3://${bucket}/${key}`;
}

/**
 * One log file as it is stored, still packed. @returns null when the object is gone
 * @throws AppError
 */
export async function readObject(
  client: S3Client,
  bucket: string,
  key: string,
  signal: AbortSignal,
): Promise<Delivery | null> {
  const place = placeOf(bucket, key);
  const command = new GetObjectCommand({ Bucket: bucket, Key: key });
  try {
    return await asking(`read ${place} (s3:GetObject)`, (options) => download(client, command, place, options), signal);
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
): Promise<Delivery> {
  const answer = await client.send(command, options);
  const size = answer.ContentLength ?? 0;
  if (size > LARGEST_OBJECT) {
    // Read no further. Its place is kept with a text that no format reads, so that it is counted and shown.
    await answer.Body?.transformToWebStream().cancel();
    return {
      place,
      bytes: Buffer.from(`object of ${size} bytes is too large for a log file`),
      format: CLOUDTRAIL_FORMAT_ID,
    };
  }
  const bytes = (await answer.Body?.transformToByteArray()) ?? new Uint8Array();
  if (bytes.length !== size) throw cutOff(place, bytes.length, size);
  return { place, bytes, format: CLOUDTRAIL_FORMAT_ID };
}

function cutOff(place: string, got: number, expected: number): AppError {
  return new AppError(`read ${place}: the answer ended after ${got} of ${expected} bytes`, {
    code: 'AWS_TRANSIENT',
    kind: 'transient',
  });
}
