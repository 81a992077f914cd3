import type { Call } from './operation.ts';

/** What may go wrong with a request. `reset-after` and `truncated` happen after the server has acted. */
export type Fault =
  | { readonly kind: 'throttle' }
  | { readonly kind: 'error'; readonly status: 500 | 503 }
  | { readonly kind: 'reset-before' }
  | { readonly kind: 'reset-after' }
  | { readonly kind: 'truncated' }
  | { readonly kind: 'html'; readonly status: number }
  /** Answers only once `until` resolves. */
  | { readonly kind: 'hold'; readonly until: Promise<void> };

/** Which calls; absent fields match all. */
export interface FaultMatch {
  readonly service?: string;
  readonly action?: string;
  readonly region?: string;
  readonly keyId?: string;
}

interface Planned {
  readonly match: FaultMatch;
  readonly fault: Fault;
  left: number;
}

interface Denial {
  /** `iam:CreateAccessKey` */
  readonly permission: string;
  /** An ARN, or undefined for everybody. */
  readonly principal: string | undefined;
}

/** Faults that the next matching requests over the wire run into, and permissions taken away for good. */
export class Faults {
  #planned: Planned[] = [];
  #denials: Denial[] = [];

  /** The next `times` matching requests get `fault`; in the order planned. */
  next(match: FaultMatch, fault: Fault, times: number = 1): void {
    this.#planned.push({ match, fault, left: times });
  }

  /** Denies a permission until the returned function is called. */
  deny(permission: string, principal?: string): () => void {
    const denial: Denial = { permission, principal };
    this.#denials.push(denial);
    return () => {
      this.#denials = this.#denials.filter((other) => other !== denial);
    };
  }

  /** Drops whatever has not happened yet. */
  clear(): void {
    this.#planned = [];
    this.#denials = [];
  }

  isDenied(permission: string, principal: string): boolean {
    return this.#denials.some(
      (denial) => denial.permission === permission && (denial.principal ?? principal) === principal,
    );
  }

  /** Takes the fault for this call, if one is planned. */
  take(call: Call, keyId: string): Fault | undefined {
    const planned = this.#planned.find(({ match }) => matches(match, call, keyId));
    if (planned === undefined) return undefined;
    planned.left -= 1;
    if (planned.left <= 0) this.#planned = this.#planned.filter((other) => other !== planned);
    return planned.fault;
  }
}

function matches(match: FaultMatch, call: Call, keyId: string): boolean {
  return (
    (match.service ?? call.service) === call.service &&
    (match.action ?? call.action) === call.action &&
    (match.region ?? call.region) === call.region &&
    (match.keyId ?? keyId) === keyId
  );
}
