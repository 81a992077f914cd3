import type { ImportProgress } from '../app/scan.ts';
import { isoTime } from '../core/time.ts';
import type { CliContext } from './context.ts';

/** A line that is drawn again and again on a terminal's stderr; silent elsewhere. */
export interface ProgressLine {
  show(progress: ImportProgress): void;
  clear(): void;
}

const EVERY_MS = 200;
const CLEAR = '\r\u001b[2K';

export function progressLine({ io, around }: CliContext): ProgressLine {
  if (!io.errIsTerminal) return { show: () => undefined, clear: () => undefined };
  const { clock } = around.system;
  const started = clock.now();
  let drawnAt = 0;
  return {
    show(progress) {
      const now = clock.now();
      if (now - drawnAt < EVERY_MS) return;
      drawnAt = now;
      const rate = Math.round((progress.records / Math.max(1, now - started)) * 1000);
      const through = progress.through === null ? '' : `, caught up to ${isoTime(progress.through).slice(0, 16)}Z`;
      io.err(
        `${CLEAR}${progress.files} of ${progress.filesTotal} files, ${progress.records} records (${rate}/s)${through}`,
      );
    },
    clear() {
      if (drawnAt > 0) io.err(CLEAR);
      drawnAt = 0;
    },
  };
}
