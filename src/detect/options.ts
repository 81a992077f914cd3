import type { CredentialBinding } from '../core/credential.ts';
import type { NetworkLookup } from '../core/network.ts';
import type { SelfIdentity } from './own-calls.ts';
import type { SigmaRule } from './sigma/rule.ts';

/** Everything the engine needs from outside. */
export interface EngineOptions {
  readonly networks: NetworkLookup;
  /** Rules whose hits arrive in batches; the same that the workers load. */
  readonly rules: readonly SigmaRule[];
  /** Nobody when the monitor has no identity at the providers (file scans). */
  readonly self?: SelfIdentity;
  readonly bindings?: readonly CredentialBinding[];
  /** Credentials and principals to remember; default 150,000. */
  readonly memoryLimit?: number;
}
