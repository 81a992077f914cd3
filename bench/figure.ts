/** One line of the results. */
export interface Figure {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  /** What it should be, '' for figures that only inform. */
  readonly goal: string;
  /** Every repetition. */
  readonly spread: readonly number[];
}

export function figureTable(figures: readonly Figure[]): string {
  const lines = figures.map(({ what, value, unit, goal, spread }) => {
    const range = spread.length > 1 ? `${round(Math.min(...spread))} to ${round(Math.max(...spread))}` : '';
    return `| ${what} | ${round(value)} ${unit} | ${range} | ${goal} |`;
  });
  return ['| what | median | range | goal |', '|---|---|---|---|', ...lines].join('\n');
}

function round(value: number): string {
  if (value >= 100) return value.toFixed(0);
  return value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
