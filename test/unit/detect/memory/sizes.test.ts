import { describe, expect, it } from 'vitest';
import { DAY } from '../../../../src/core/time.ts';
import { newCell } from '../../../../src/detect/memory/cell.ts';
import { noteSize } from '../../../../src/detect/memory/sizes.ts';

const START = Date.UTC(2026, 2, 2, 9);
const of = (value: number, unit = 'eur') => ({ value, unit, text: `${value} ${unit}` });

describe('what is usual of a size', () => {
  it('is the largest of the days before, never of this day', () => {
    const cell = newCell('who/x', START);
    noteSize(cell, 'payment', of(10), START);
    expect(noteSize(cell, 'payment', of(90), START + 1)).toMatchObject({ days: 0, norm: 0 });
    expect(noteSize(cell, 'payment', of(5), START + DAY)).toMatchObject({ days: 1, norm: 90, text: '90 eur' });
  });

  it('grows no more than threefold a day', () => {
    const cell = newCell('who/x', START);
    noteSize(cell, 'payment', of(10), START);
    noteSize(cell, 'payment', of(900), START + DAY);
    expect(noteSize(cell, 'payment', of(1), START + 2 * DAY)).toMatchObject({ norm: 30 });
    expect(noteSize(cell, 'payment', of(1), START + 3 * DAY)).toMatchObject({ norm: 30 });
  });

  it('tells other units, and not those of another kind', () => {
    const cell = newCell('who/x', START);
    noteSize(cell, 'payment', of(10), START);
    noteSize(cell, 'payment', of(10), START + DAY);
    noteSize(cell, 'refund', of(10, 'chf'), START);

    expect(noteSize(cell, 'payment', of(10, 'usd'), START + 2 * DAY)).toMatchObject({
      days: 0,
      others: ['eur'],
      otherDays: 2,
    });
  });

  it('is not moved by late records', () => {
    const cell = newCell('who/x', START);
    noteSize(cell, 'payment', of(10), START);
    noteSize(cell, 'payment', of(900), START - 5 * DAY);

    expect(noteSize(cell, 'payment', of(10), START + DAY)).toMatchObject({ days: 1, norm: 10 });
  });

  it('stays bounded, whatever units there are', () => {
    const cell = newCell('who/x', START);
    for (let index = 0; index < 500; index += 1) noteSize(cell, 'payment', of(1, `u${index}`), START);
    noteSize(cell, 'payment', of(1, '__proto__'), START);

    expect(Object.keys(cell.sizes ?? {}).length).toBeLessThanOrEqual(64);
  });
});
