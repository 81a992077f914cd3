import { isObject, type JsonObject } from '../../json.ts';

/**
 * XML as the query services write it: lists become `<member>` elements. A list under the key `repeated` repeats its
 * parent's element instead, which is how maps and S3 lists look: `{ Contents: { repeated: [a, b] } }`.
 */
export function toXml(name: string, value: unknown, listItem: string = 'member'): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) {
    return element(name, value.map((item) => toXml(listItem, item, listItem)).join(''));
  }
  if (!isObject(value)) return element(name, escaped(typeof value === 'string' ? value : JSON.stringify(value)));
  const repeated = value['repeated'];
  if (Array.isArray(repeated)) return repeated.map((item) => toXml(name, item, listItem)).join('');
  return element(name, inner(value, listItem));
}

/** The elements of an object, without one around them. */
export function inner(value: JsonObject, listItem: string = 'member'): string {
  return Object.entries(value)
    .map(([key, item]) => toXml(key, item, listItem))
    .join('');
}

export function element(name: string, content: string, namespace?: string): string {
  return `<${name}${namespace === undefined ? '' : ` xmlns="${namespace}"`}>${content}</${name}>`;
}

/** Also characters that XML 1.0 cannot carry at all are written as references, as AWS does. */
export function escaped(text: string): string {
  return text.replaceAll(/[<>&"\r\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, (char) => {
    return ENTITIES[char] ?? `&#x${char.charCodeAt(0).toString(16)};`;
  });
}

const ENTITIES: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;', '"': '&quot;' };
