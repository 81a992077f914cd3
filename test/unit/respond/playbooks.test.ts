import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { PLAYBOOKS } from '../../../src/respond/playbooks/all.ts';

describe('the playbooks', () => {
  it('are all listed', () => {
    const files = readdirSync('src/respond/playbooks').filter((name) => name !== 'all.ts');

    expect(PLAYBOOKS.map((playbook) => `${playbook.id}.ts`).toSorted()).toEqual(files.toSorted());
  });

  it.each(PLAYBOOKS)('$id refers only to steps that come before', (playbook) => {
    const before = new Set<string>();
    for (const step of playbook.steps) {
      const names = [...(step.after ?? []), ...(step.requires ?? []), ...(step.kind === 'deliver' ? [step.from] : [])];
      for (const name of names) expect(before, `${step.name} needs ${name}`).toContain(name);
      before.add(step.name);
    }
  });

  it.each(PLAYBOOKS)('$id revokes nothing for good before it has waited', (playbook) => {
    for (const step of playbook.steps) {
      if (step.kind === 'act' && step.capability === 'revoke' && step.approach !== 'make-room')
        expect(step.requires).toContain('soak');
    }
  });

  it.each(PLAYBOOKS)('$id says what it is for', (playbook) => {
    expect(playbook.title.length).toBeGreaterThan(5);
    expect(playbook.purpose).toMatch(/\.$/);
  });
});
