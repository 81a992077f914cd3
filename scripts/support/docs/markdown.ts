/** Text inside a table. */
export function cell(text: string): string {
  return text.replaceAll('|', String.raw`\|`).replaceAll('\n', ' ');
}

export function link(text: string, address: string): string {
  return `[${text}](${address})`;
}
