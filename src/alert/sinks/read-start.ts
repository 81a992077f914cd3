/** The first bytes of an answer as text; a receiver cannot fill our memory, and a broken body is ''. */
export async function readStart(response: Response, limit: number): Promise<string> {
  if (response.body === null) return '';
  const reader = response.body.getReader();
  const parts: Uint8Array[] = [];
  let size = 0;
  try {
    while (size < limit) {
      const { done, value } = await reader.read();
      if (done) break;
      parts.push(value);
      size += value.length;
    }
    await reader.cancel();
  } catch {
    return '';
  }
  return Buffer.concat(parts).subarray(0, limit).toString('utf8');
}
