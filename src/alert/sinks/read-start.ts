/** The first bytes of an answer as text; a receiver cannot fill our memory, and a broken body is ''. */
export async function readStart(response: Response, limit: number): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const part of response.body ?? []) {
      const bytes: unknown = part;
      if (!(bytes instanceof Uint8Array)) break;
      parts.push(bytes);
      size += bytes.length;
      if (size >= limit) break;
    }
  } catch {
    return '';
  }
  return Buffer.concat(parts).subarray(0, limit).toString('utf8');
}
