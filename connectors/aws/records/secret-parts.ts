import type { Secret } from '../../../src/core/secret.ts';

/**
 * The secret's text with the new parts in it. JSON objects keep their other members and the
 * spelling of their names (`aws_access_key_id` takes `AccessKeyId`); a text that is no JSON
 * object is replaced as a whole: by the part itself when there is one, else by JSON.
 */
export function mergeParts(text: string, parts: Readonly<Record<string, Secret>>): string {
  const names = Object.keys(parts);
  const known = parseObject(text);
  if (known === null && names.length === 1) return Object.values(parts)[0]?.reveal() ?? '';
  const merged: Record<string, unknown> = { ...known };
  for (const [name, part] of Object.entries(parts)) merged[spellingIn(merged, name)] = part.reveal();
  return JSON.stringify(merged);
}

function spellingIn(known: Readonly<Record<string, unknown>>, name: string): string {
  const same = Object.keys(known).filter((one) => bare(one) === bare(name) || bare(one) === `aws${bare(name)}`);
  return same[0] ?? name;
}

/** Letters alone: `AWS_SECRET_ACCESS_KEY`, `secretAccessKey` and `SecretAccessKey` are one name. */
function bare(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z]/g, '');
}

function parseObject(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}
