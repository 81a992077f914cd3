import { pino } from 'pino';
import type { System } from '../core/system.ts';
import { isoTime } from '../core/time.ts';
import { cleanFields } from './clean-fields.ts';
import { prettyLine } from './pretty-line.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';
export type LogFields = Readonly<Record<string, unknown>>;

/** Messages are static sentences; whatever varies goes into the fields. */
export interface Logger {
  log(level: LogLevel, message: string, fields?: LogFields): void;
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** The same log with these fields on every line. */
  with(fields: LogFields): Logger;
}

export interface LogOptions {
  readonly level: LogLevel;
  readonly format: 'json' | 'pretty';
  /** Masks what looks like a secret. */
  readonly redact: (text: string) => string;
  readonly system: Pick<System, 'clock' | 'pid' | 'hostname'>;
  /** Gets one whole line at a time, with its line end: standard error, as a rule. */
  readonly write: (line: string) => void;
}

/** Characters that a terminal obeys and JSON leaves alone: C1 controls, bidi marks, line separators. */
const OBEYED = /[\p{Cf}\p{Zl}\p{Zp}\u007f-\u009f]/gu;

export function createLogger({ level, format, redact, system, write }: LogOptions): Logger {
  const destination = {
    write: (line: string) => {
      write(format === 'pretty' ? prettyLine(line) : line.replace(OBEYED, unicodeEscape));
    },
  };
  const backend = pino(
    {
      level,
      messageKey: 'message',
      base: { pid: system.pid, host: system.hostname },
      timestamp: () => `,"time":"${isoTime(system.clock.now())}"`,
      formatters: { level: (label) => ({ level: label }) },
    },
    destination,
  );
  return loggerOver(backend, (fields) => cleanFields(fields, redact), {});
}

type Backend = Pick<ReturnType<typeof pino>, LogLevel | 'isLevelEnabled'>;

function loggerOver(backend: Backend, clean: (fields: LogFields) => LogFields, bound: LogFields): Logger {
  const log = (level: LogLevel, message: string, fields: LogFields = {}): void => {
    // Cleaning costs more than asking.
    if (backend.isLevelEnabled(level)) backend[level](clean({ ...bound, ...fields }), message);
  };
  return {
    log,
    debug: (message, fields) => log('debug', message, fields),
    info: (message, fields) => log('info', message, fields),
    warn: (message, fields) => log('warn', message, fields),
    error: (message, fields) => log('error', message, fields),
    with: (fields) => loggerOver(backend, clean, { ...bound, ...fields }),
  };
}

function unicodeEscape(character: string): string {
  return Array.from({ length: character.length }, (_, index) => {
    const unit = character.charCodeAt(index);
    return String.raw`\u${unit.toString(16).padStart(4, '0')}`;
  }).join('');
}
