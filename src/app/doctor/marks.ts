import type { CheckResult } from '../../core/connector.ts';

export function ok(aspect: string, fact: string): CheckResult {
  return { aspect, status: 'ok', fact, hint: '' };
}

export function warn(aspect: string, fact: string, hint: string): CheckResult {
  return { aspect, status: 'warn', fact, hint };
}

export function fail(aspect: string, fact: string, hint: string): CheckResult {
  return { aspect, status: 'fail', fact, hint };
}

export function blind(aspect: string, fact: string, hint: string): CheckResult {
  return { aspect, status: 'blind', fact, hint };
}

/** `1 record`, `3 records`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
