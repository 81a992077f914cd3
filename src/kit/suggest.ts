/** The candidate that the word was probably meant to be, or null when none is near. */
export function didYouMean(word: string, candidates: readonly string[]): string | null {
  const limit = Math.max(1, Math.min(3, Math.floor(word.length / 3)));
  let best: string | null = null;
  let bestDistance = limit + 1;
  for (const candidate of candidates) {
    const distance = editDistance(fold(word), fold(candidate));
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** `pollInterval`, `poll_interval` and `poll-interval` are one word to people. */
function fold(word: string): string {
  return word.slice(0, 64).replaceAll(/[-_]/g, '').toLowerCase();
}

function editDistance(left: string, right: string): number {
  let before = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= right.length; column += 1) {
      const change = left[row - 1] === right[column - 1] ? 0 : 1;
      current.push(
        Math.min((before[column - 1] ?? 0) + change, (before[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1),
      );
    }
    before = current;
  }
  return before[right.length] ?? 0;
}
