import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadRules } from '../../../../src/detect/sigma/load.ts';
import { useTempFolders } from '../../../support/temp-folder.ts';
import { FORMAT, ruleText } from '../support/rules.ts';

describe('loading rules from folders', () => {
  const tempFolder = useTempFolders();

  it('reads below every folder, leaves out what is switched off, and reports what cannot run', async () => {
    const folder = tempFolder();
    await mkdir(join(folder, 'deep'));
    await writeFile(join(folder, 'one.yml'), ruleText('sel: {a: 1}\ncondition: sel'));
    await writeFile(join(folder, 'deep', 'two.yaml'), ruleText('sel: {a: 1}\ncondition: sel'));
    await writeFile(join(folder, 'three.yml'), ruleText('sel: {a|wide: 1}\ncondition: sel'));
    await writeFile(join(folder, 'notes.md'), 'not a rule');

    const { loaded, skipped, disabled } = await loadRules([folder], ['two'], [FORMAT]);

    expect(loaded.map((rule) => rule.info.id)).toEqual(['one']);
    expect(disabled).toEqual(['two']);
    expect(skipped.map(({ reason }) => reason)).toEqual(['modifier "wide" is not supported']);
  });

  it('fails where a folder is missing', async () => {
    await expect(loadRules([join(tempFolder(), 'nowhere')], [], [FORMAT])).rejects.toThrow('ENOENT');
  });
});
