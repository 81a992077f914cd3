import { describe, expect, it } from 'vitest';
import { Timeline } from '../../../src/simulate/aws/timeline.ts';

describe('a value that spreads', () => {
  it('is there for readers at once and for callers when it has arrived', () => {
    const state = new Timeline('Active');

    state.set('Inactive', 1_000);

    expect(state.latest).toBe('Inactive');
    expect([state.at(0), state.at(999), state.at(1_000)]).toEqual(['Active', 'Active', 'Inactive']);
  });

  it('does not exist for callers before its first value has arrived', () => {
    expect(new Timeline('Active', 500).at(499)).toBeUndefined();
  });

  it('lets no later write overtake an earlier one', () => {
    const state = new Timeline('Active');
    state.set('Inactive', 1_000);

    state.set('Active', 500);

    expect(state.at(999)).toBe('Active');
    expect(state.at(1_000)).toBe('Active');
    expect(state.latest).toBe('Active');
  });
});
