/** Where the example says that it is one. */
const OPENING = /^# Keywatch configuration\..*$/m;
const CONNECTORS = 'connectors:';

/**
 * The commented example, with the connectors that were chosen and no others.
 * @param example text of config.example.yaml
 */
export function draftConfig(example: string, providers: readonly string[]): string {
  const lines = example
    .replace(OPENING, '# Keywatch configuration. Change what you need, then run `keywatch doctor`.')
    .split('\n');
  const start = lines.indexOf(CONNECTORS);
  if (start < 0) return lines.join('\n');
  const after = lines.findIndex((line, index) => index > start && /^\S/.test(line));
  const end = after < 0 ? lines.length : after;
  const blocks = blocksOf(lines.slice(start + 1, end));
  const kept = providers.flatMap((id) => blocks.get(id) ?? [`  ${id}: {}`]);
  return [...lines.slice(0, start + 1), ...kept, '', ...lines.slice(end)].join('\n');
}

/** A whole connector may stand there behind `#`: who chooses it wants it to work. */
function switchedOn(line: string, isOff: boolean): string {
  return isOff ? line.replace(/^ {2}#/, '  ') : line;
}

/** Lines of each connector, with the comments that stand above it. */
function blocksOf(lines: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const blocks = new Map<string, string[]>();
  let waiting: string[] = [];
  let current: string[] | null = null;
  let isOff = false;
  for (const line of lines) {
    const [, off, id] = /^ {2}(#?)([a-z][a-z0-9-]*):/.exec(line) ?? [];
    if (id !== undefined) {
      isOff = off === '#';
      current = [...waiting, switchedOn(line, isOff)];
      waiting = [];
      blocks.set(id, current);
    } else if (/^ {2}# \S/.test(line)) {
      waiting.push(line);
    } else if (line.trim() !== '') {
      current?.push(...waiting, switchedOn(line, isOff));
      waiting = [];
    }
  }
  return blocks;
}
