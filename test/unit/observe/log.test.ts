import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src/core/errors.ts';
import { Secret } from '../../../src/core/secret.ts';
import { redact } from '../../../src/kit/redact.ts';
import { createLogger, type Logger, type LogLevel } from '../../../src/observe/log.ts';
import { fakeSystem } from '../../support/fake-system.ts';

function logger(format: 'json' | 'pretty' = 'json', level: LogLevel = 'debug'): { log: Logger; lines: string[] } {
  const lines: string[] = [];
  const log = createLogger({ level, format, redact, system: fakeSystem(), write: (line) => lines.push(line) });
  return { log, lines };
}

describe('the log as JSON', () => {
  it('writes one object a line, with time, level, message and fields', () => {
    const { log, lines } = logger();

    log.info('page stored', { source: 'acme.audit', fresh: 12 });

    expect(lines).toHaveLength(1);
    expect(lines[0]?.endsWith('\n')).toBe(true);
    expect(JSON.parse(lines[0] ?? '')).toEqual({
      level: 'info',
      time: '2026-11-23T20:00:00Z',
      pid: 4242,
      host: 'test-host',
      source: 'acme.audit',
      fresh: 12,
      message: 'page stored',
    });
  });

  it('leaves out what is below its level', () => {
    const { log, lines } = logger('json', 'warn');

    log.debug('a');
    log.info('b');
    log.warn('c');
    log.error('d');
    log.log('info', 'e');

    expect(lines.map((line) => (JSON.parse(line) as { message: string }).message)).toEqual(['c', 'd']);
  });

  it('keeps bound fields on every line', () => {
    const { log, lines } = logger();

    log.with({ source: 'a' }).with({ run: 'b' }).info('x', { c: 1 });

    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ source: 'a', run: 'b', c: 1 });
  });

  it('masks secrets by type, by name and by their looks, also in bound fields and keys', () => {
    const { log, lines } = logger();
    const canary = `canary${'Q7x'.repeat(12)}`;
    const bearer = `Bearer ${canary}`;

    log.with({ sessionToken: canary }).info('x', {
      a: new Secret(canary),
      password: canary,
      'api-key': canary,
      nested: { clientSecret: canary, list: [{ authorization: canary }, bearer] },
      header: `sent ${bearer} there`,
      error: new Error(`refused: ${bearer}`, { cause: new Error(bearer) }),
      map: new Map([['token', canary]]),
      set: new Set([bearer]),
      bytes: new TextEncoder().encode(canary),
    });

    expect(lines.join('')).not.toContain(canary);
    expect(lines.join('')).toContain('[secret]');
  });

  it('shows key ids and the names of credentials: they are what the log is about', () => {
    const { log, lines } = logger();

    log.info('x', { credential: `aws:${'AKIA'}${'A1B2C3D4'.repeat(2)}`, tokens: 5 });

    expect(lines[0]).toContain('A1B2C3D4A1B2C3D4');
    expect(lines[0]).toContain('"tokens":5');
  });

  it('writes errors with code and cause, and the stack of unexpected ones only', () => {
    const { log, lines } = logger();
    const expected = new AppError('store is locked', {
      code: 'STORE_LOCKED',
      kind: 'storage',
      cause: new Error('busy'),
    });

    log.error('failed', { error: expected });
    log.error('failed', { error: new TypeError('x is not a function') });

    const [first, second] = lines.map((line) => (JSON.parse(line) as { error: Record<string, unknown> }).error);
    expect(first).toMatchObject({ message: 'store is locked', code: 'STORE_LOCKED', cause: { message: 'busy' } });
    expect(first).not.toHaveProperty('stack');
    expect(second).toHaveProperty('stack');
  });

  it('survives whatever it is given', () => {
    const { log, lines } = logger();
    const circle: Record<string, unknown> = {};
    circle['self'] = circle;

    log.info('x', {
      circle,
      big: 2n ** 70n,
      none: undefined,
      nothing: null,
      f: () => 1,
      bad: new Date(Number.NaN),
      when: new Date(0),
      nan: Number.NaN,
    });
    log.info('y', { long: 'x '.repeat(100_000), many: Array(5000).fill(1) });

    expect(lines).toHaveLength(2);
    expect(lines.every((line) => line.length < 20_000)).toBe(true);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      big: '1180591620717411303424',
      nothing: null,
      when: '1970-01-01T00:00:00.000Z',
    });
  });

  it('cannot be made to write two lines or to steer a terminal', () => {
    const { log, lines } = logger();
    const hostile = 'a\n{"level":"info"}\u001b[2J\u009b2J\u202e\u2028\u{e0041}';

    log.info('x', { agent: hostile });

    expect(lines).toHaveLength(1);
    expect(lines[0]?.trimEnd()).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e\u2028]|\u{e0041}/u);
    expect((JSON.parse(lines[0] ?? '') as { agent: string }).agent).toBe(hostile);
  });
});

describe('the log on a terminal', () => {
  it('is short', () => {
    const { log, lines } = logger('pretty');

    log.info('page stored', { source: 'acme.audit', fresh: 12, note: 'two words', empty: '', list: [1, 2] });
    log.warn('source is failing', { error: new AppError('access refused', { code: 'X', kind: 'auth' }) });
    log.error('stopped');

    expect(lines).toEqual([
      '20:00:00Z    page stored  source=acme.audit  fresh=12  note="two words"  empty=""  list=[1,2]\n',
      '20:00:00Z !  source is failing  error="access refused"\n',
      '20:00:00Z !! stopped\n',
    ]);
  });

  it('shows what could steer the terminal', () => {
    const { log, lines } = logger('pretty');

    log.info('x', { agent: '\u001b[31mred\u202e' });

    expect(lines[0]).toBe(String.raw`20:00:00Z    x  agent=\x1b[31mred\u{202e}` + '\n');
  });
});
