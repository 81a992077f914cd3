/** For `LIKE ? ESCAPE '\'`: any text that contains this one, whatever its case. */
export function containing(text: string): string {
  return `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`;
}

/** For `GLOB ?`: `*` stands for any run of characters, everything else for itself. */
export function globOf(pattern: string): string {
  return pattern.replaceAll(/[[?]/g, '[$&]');
}
