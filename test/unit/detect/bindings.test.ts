import { describe, expect, it } from 'vitest';
import type { CredentialBinding } from '../../../src/core/credential.ts';
import { bindingFinder, isExpected } from '../../../src/detect/bindings.ts';
import { Lineage } from '../../../src/detect/lineage.ts';
import { makeContext } from '../../support/batches.ts';
import { AWAY, HOME, play, START } from './support/story.ts';

function binding(match: string, networks: readonly string[] = []): CredentialBinding {
  return { match, name: match, owner: 'team', networks, availabilityFirst: false, protected: false, consumers: [] };
}

const node = new Lineage().credential(makeContext());

describe('bindings', () => {
  it.each([
    ['acme:KEY0001', true],
    ['KEY0001', true],
    ['KEY*', true],
    ['acme:*', true],
    ['KEY', false],
    ['KEY0002', false],
    ['KEY.001', false],
  ])('%s binds the key: %s', (match, expected) => {
    expect(bindingFinder([binding(match)])(node) !== null).toBe(expected);
  });

  it('go by the first that fits', () => {
    expect(bindingFinder([binding('OTHER'), binding('KEY*'), binding('KEY0001')])(node)?.match).toBe('KEY*');
  });

  it('say whether an address is expected, where they name networks', () => {
    expect(isExpected(binding('x', ['192.0.2.0/24']), HOME)).toBe(true);
    expect(isExpected(binding('x', ['192.0.2.0/24']), AWAY)).toBe(false);
    expect(isExpected(binding('x', ['192.0.2.0/24']), 'host.example')).toBe(false);
    expect(isExpected(binding('x'), HOME)).toBeNull();
    expect(isExpected(null, HOME)).toBeNull();
  });
});

describe('expected networks', () => {
  const bindings = [binding('KEY0001', ['192.0.2.0/24'])];

  it('make use from elsewhere a strong finding without any baseline', () => {
    const { findings } = play([{ at: START - 1000 }, { at: START, context: { address: AWAY } }], { bindings });

    expect(findings.find((finding) => finding.detector === 'first-network-for-key')?.severity).toBe('high');
  });

  it('excuse what they name', () => {
    expect(
      play([{ at: START - 1000 }, { at: START, context: { address: '192.0.2.200' } }], { bindings }).findings,
    ).toEqual([]);
  });
});
