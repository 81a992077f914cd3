/** A clock that several processes share: `speed` times as fast as the real one. */
export interface FastClock {
  readonly speed: number;
  readonly now: () => number;
  /** How another process is told of it, in `TEST_CLOCK`. */
  readonly text: string;
}

const realNow = Date.now;

/** @param start what it shows now */
export function fastClock(start: number, speed: number): FastClock {
  return readFastClock(`${realNow()} ${start} ${speed}`);
}

export function readFastClock(text: string): FastClock {
  const [begun = 0, start = 0, speed = 1] = text.split(' ').map(Number);
  return { speed, text, now: () => Math.floor(start + (realNow() - begun) * speed) };
}
