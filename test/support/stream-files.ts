import { gzipSync } from 'node:zlib';
import type { Bucket } from '../../src/simulate/aws/s3/bucket.ts';
import { storeObject } from '../../src/simulate/aws/s3/bucket.ts';

export interface StreamFile {
  /** '' or with a slash at its end. */
  readonly prefix: string;
  /** When the record happened and the file was named. */
  readonly at: number;
  /** When the file first shows; `at` by default. */
  readonly modified?: number;
  readonly number: number;
  readonly name?: string;
}

/** A file of an audit log stream of the organisation acme, with one record. @returns the id of the record */
export function storeStreamFile(bucket: Bucket, { at, modified, name, number, prefix }: StreamFile): string {
  const id = `stream-${number}`;
  const record = {
    _document_id: id,
    '@timestamp': at,
    action: 'git.clone',
    actor: 'ci-deploy',
    org: 'acme',
    repo: `acme/code-${number}`,
    actor_ip: '198.51.100.7',
  };
  const time = new Date(at).toISOString();
  const folder = `${time.slice(0, 10).replaceAll('-', '/')}/${time.slice(11, 13)}/${time.slice(14, 16)}`;
  const key = `${prefix}${folder}/${name ?? `${(number * 7919) % 10_000}-${number}`}.json.log.gz`;
  storeObject(bucket, { key, bytes: gzipSync(`${JSON.stringify(record)}\n`), modified: modified ?? at });
  return id;
}
