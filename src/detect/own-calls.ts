import type { EventContext } from '../core/batch.ts';
import type { Verb } from '../core/event.ts';
import { aliasOf } from '../core/event.ts';
import type { IpBlock } from '../core/ip.ts';
import { blockContains, parseBlock, parseIp } from '../core/ip.ts';

/** What is known about the monitor itself. */
export interface SelfIdentity {
  /** Aliases (`<provider>:<id>`) of credentials that are ours. */
  readonly aliases: readonly string[];
  /** Actors that are ours. */
  readonly actors: readonly string[];
  /** CIDR blocks that we call from; empty when unknown. */
  readonly networks: readonly string[];
  /** Ids of runs in our journal; they stand in session names. */
  readonly runs: readonly string[];
}

export const NOBODY: SelfIdentity = { aliases: [], actors: [], networks: [], runs: [] };

/**
 * Recognises our own calls: our identity, our network, and for anything that changes something a
 * run of our journal. Each alone proves nothing, because a stolen role of ours has the first.
 */
export class OwnCalls {
  readonly #aliases: Set<string>;
  readonly #actors: Set<string>;
  readonly #blocks: readonly IpBlock[];
  #runs: ReadonlySet<string>;

  constructor(self: SelfIdentity) {
    this.#aliases = new Set(self.aliases);
    this.#actors = new Set(self.actors);
    this.#blocks = self.networks.flatMap((text) => parseBlock(text) ?? []);
    this.#runs = new Set(self.runs);
  }

  addRun(id: string): void {
    this.#runs = new Set([...this.#runs, id]);
  }

  /** Further names of ours: of accounts and providers that were not there at the start. */
  addNames({ aliases, actors }: Pick<SelfIdentity, 'aliases' | 'actors'>): void {
    for (const alias of aliases) this.#aliases.add(alias);
    for (const actor of actors) this.#actors.add(actor);
  }

  isOurs(context: EventContext): boolean {
    return this.#actors.has(context.actor) || this.#aliases.has(aliasOf(context.provider, context.credential));
  }

  /** `unknown` when no network of ours is configured. */
  expects(context: EventContext): 'yes' | 'no' | 'unknown' {
    if (this.#blocks.length === 0) return 'unknown';
    const address = parseIp(context.address);
    return address !== null && this.#blocks.some((block) => blockContains(block, address)) ? 'yes' : 'no';
  }

  /** Reading needs no more than identity and network; everything else must be a run of our journal, too. */
  isAccountedFor(context: EventContext, verb: Verb): boolean {
    if (verb === 'read' || verb === 'authenticate') return true;
    for (const run of this.#runs) if (context.session.includes(run)) return true;
    return false;
  }
}
