import type { CheckResult } from '../core/connector.ts';

/** What a self-test can come to; each but the first says what to do. */
export function ok(aspect: string, fact: string): CheckResult {
  return { aspect, status: 'ok', fact, hint: '' };
}

export function warn(aspect: string, fact: string, hint: string): CheckResult {
  return { aspect, status: 'warn', fact, hint };
}

export function fail(aspect: string, fact: string, hint: string): CheckResult {
  return { aspect, status: 'fail', fact, hint };
}

/** It works, and something stays in the dark. */
export function blind(aspect: string, fact: string, hint: string): CheckResult {
  return { aspect, status: 'blind', fact, hint };
}
