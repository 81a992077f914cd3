import { describe, expect, it } from 'vitest';
import { draftConfig } from '../../../../src/app/setup/draft-config.ts';

const EXAMPLE = `# Keywatch configuration. Copy it.
#
# More words.

database:
  path: keywatch.db

# What to watch.
connectors:
  # The first one.
  acme:
    # Its colour.
    colour: red
    #shape: round

  # The second,
  # switched off.
  #bolt:
  #  size: 3
  cord: {}

# What you know.
credentials: []
`;

const connectorsOf = (text: string): string =>
  text.slice(text.indexOf('connectors:'), text.indexOf('# What you know.'));

describe('a first configuration', () => {
  it('keeps the comments of what was chosen and leaves the others out', () => {
    expect(connectorsOf(draftConfig(EXAMPLE, ['acme']))).toBe(
      'connectors:\n  # The first one.\n  acme:\n    # Its colour.\n    colour: red\n    #shape: round\n\n',
    );
  });

  it('switches on what the example only mentions', () => {
    const text = connectorsOf(draftConfig(EXAMPLE, ['bolt']));
    expect(text).toMatch(/^connectors:\n {2}# The second,\n {2}# switched off\.\n {2}bolt:\n {2} {2}size: 3\n/);
  });

  it('names several in the order in which they were chosen, and those that the example lacks too', () => {
    const text = connectorsOf(draftConfig(EXAMPLE, ['cord', 'unheard-of', 'acme']));
    expect([...text.matchAll(/^ {2}([a-z-]+):/gm)].map((match) => match[1])).toEqual(['cord', 'unheard-of', 'acme']);
  });

  it('changes nothing else but the line that says that it is an example', () => {
    const text = draftConfig(EXAMPLE, ['acme']);
    expect(text.split('\n')[0]).toBe('# Keywatch configuration. Change what you need, then run `keywatch doctor`.');
    expect(text.slice(text.indexOf('# What you know.'))).toBe(EXAMPLE.slice(EXAMPLE.indexOf('# What you know.')));
  });
});
