import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CONNECTORS } from '../connectors/registry.ts';
import { pages } from '../scripts/support/docs/pages.ts';
import { allFiles, ROOT, readSource } from './support/source-files.ts';

const generated = await pages(ROOT);
const page = (file: string): string => generated.find((one) => one.file === file)?.text ?? '';

describe('generated docs', () => {
  it.each(generated.map(({ file, text }) => [file, text]))('%s is what the code says', (file, text) => {
    expect(existsSync(join(ROOT, file)), `${file} is missing: npm run docs`).toBe(true);
    expect(readSource(file) === text, `${file} has drifted: npm run docs`).toBe(true);
  });

  it('name every command, rule file, action and provider', () => {
    const commands = allFiles('src/cli/commands/*.ts').length;
    expect([...page('docs/cli.md').matchAll(/^#{2,3} keywatch \w/gm)].length).toBeGreaterThanOrEqual(commands);
    for (const rule of allFiles('rules/**/*.yml')) expect(page('docs/rules.md')).toContain(`(../${rule})`);
    for (const connector of Object.values(CONNECTORS)) {
      if (connector.open === undefined) continue;
      expect(page('docs/permissions.md')).toContain(`## ${connector.title}`);
      expect(page('docs/config.md')).toContain(`connectors.${connector.id}.`);
      for (const action of connector.actions) expect(page('docs/permissions.md')).toContain(`\`${action.id}\``);
    }
  });

  it('do not depend on where they were made', () => {
    for (const { text } of generated) expect(text).not.toContain(ROOT);
  });
});

describe('links between documents', () => {
  const documents = allFiles('*.md', 'docs/**/*.md', 'connectors/*/README.md', 'bench/*.md').filter(
    (file) => !file.startsWith('node_modules'),
  );

  it.each(documents)('of %s lead somewhere', (file) => {
    const targets = [...readSource(file).matchAll(/\]\(([^)#\s]+)(#[^)\s]*)?\)/g)].map((match) => match[1] ?? '');
    const local = targets.filter((target) => !/^[a-z]+:/.test(target));
    expect(local.filter((target) => !existsSync(join(ROOT, dirname(file), target)))).toEqual([]);
  });
});
