/**
 * Compiles a pattern in which `*` stands for any run of characters; everything else is
 * literal and case counts. Linear in the text: patterns and texts may come from strangers.
 */
export function globMatcher(pattern: string): (text: string) => boolean {
  const parts = pattern.split('*');
  const first = parts[0] ?? '';
  const last = parts.at(-1) ?? '';
  if (parts.length === 1) return (text) => text === pattern;
  const middle = parts.slice(1, -1);

  return (text) => {
    if (text.length < first.length + last.length) return false;
    if (!text.startsWith(first) || !text.endsWith(last)) return false;
    const end = text.length - last.length;
    let at = first.length;
    for (const part of middle) {
      const found = text.indexOf(part, at);
      if (found === -1 || found + part.length > end) return false;
      at = found + part.length;
    }
    return true;
  };
}

/** True when the pattern matches the alias (`aws:AKIA…`) or its part after the provider. */
export function aliasMatcher(pattern: string): (alias: string) => boolean {
  const matches = globMatcher(pattern);
  return (alias) => matches(alias) || matches(alias.slice(alias.indexOf(':') + 1));
}
