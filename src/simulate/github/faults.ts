/** What may go wrong with a request. `reset-after` and `truncated` happen after the server has acted. */
export type Fault =
  | { readonly kind: 'error'; readonly status: number; readonly message?: string }
  | { readonly kind: 'html'; readonly status: number }
  | { readonly kind: 'primary-limit' }
  | { readonly kind: 'secondary-limit'; readonly retryAfterSeconds?: number }
  | { readonly kind: 'reset-before' }
  | { readonly kind: 'reset-after' }
  | { readonly kind: 'truncated' }
  /** The next page is said to be this page. */
  | { readonly kind: 'repeated-cursor' };

/** Which requests; absent fields match all. */
export interface FaultMatch {
  readonly method?: string;
  /** Part of the path: `/audit-log`. */
  readonly path?: string;
}

interface Planned {
  readonly match: FaultMatch;
  readonly fault: Fault;
  left: number;
}

/** Faults that the next matching requests run into, and permissions taken away until they are given back. */
export class Faults {
  #planned: Planned[] = [];
  #denied: string[] = [];

  /** The next `times` matching requests get `fault`; in the order planned. */
  next(match: FaultMatch, fault: Fault, times: number = 1): void {
    this.#planned.push({ match, fault, left: times });
  }

  /** Nobody has this permission (`secrets:write`) until the returned function is called. */
  deny(permission: string): () => void {
    this.#denied.push(permission);
    return () => {
      this.#denied = this.#denied.filter((other) => other !== permission);
    };
  }

  isDenied(permission: string): boolean {
    return this.#denied.includes(permission);
  }

  take(method: string, path: string): Fault | undefined {
    const planned = this.#planned.find(
      ({ match }) => (match.method ?? method) === method && path.includes(match.path ?? ''),
    );
    if (planned === undefined) return undefined;
    planned.left -= 1;
    if (planned.left <= 0) this.#planned = this.#planned.filter((other) => other !== planned);
    return planned.fault;
  }
}
