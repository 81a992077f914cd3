import type { KeyStory } from '../../app/keys/story.ts';
import { coverageSentence } from '../../core/coverage.ts';
import type { Credential } from '../../core/credential.ts';
import type { Millis } from '../../core/time.ts';
import { isoTime } from '../../core/time.ts';
import type { Json } from '../../kit/redact-json.ts';

/** A credential's story for programs. */
export function keyStoryJson(story: KeyStory): Readonly<Record<string, Json>> {
  const { binding } = story;
  return {
    credential: { ...credentialJson(story.credential), state: story.state },
    binding:
      binding === null
        ? null
        : {
            match: binding.match,
            name: binding.name,
            owner: binding.owner,
            networks: binding.networks,
            protected: binding.protected,
            availabilityFirst: binding.availabilityFirst,
            consumers: binding.consumers.map((consumer) => ({ ...consumer })),
          },
    ancestors: story.ancestors.map(credentialJson),
    descendants: story.descendants.map(credentialJson),
    lineage: story.edges.map(({ parent, child, childKind, at, expires, eventId }) => ({
      parent,
      child,
      childKind,
      at: isoTime(at),
      expires: timeOrNull(expires),
      eventId,
    })),
    exposures: story.exposures.map(
      ({ id, origin, summary, place, secretSeen, exposedAt, reportedAt, ...exposure }) => ({
        id,
        origin,
        summary,
        place,
        public: exposure.public,
        secretSeen,
        exposedAt: isoTime(exposedAt),
        reportedAt: isoTime(reportedAt),
      }),
    ),
    incidents: story.incidents.map(({ id, title, severity, status }) => ({ id, title, severity, status })),
    events: story.events,
    actions: story.actions.map(({ key, count }) => ({ action: key, count })),
    addresses: story.addresses.map(({ key, count, network }) => ({
      address: key,
      count,
      network: network?.network ?? '',
      owner: network?.owner ?? '',
      country: network?.country ?? '',
    })),
    coverage: coverageSentence(story.coverage),
  };
}

function credentialJson(one: Credential): Readonly<Record<string, Json>> {
  return {
    id: one.id,
    aliases: one.aliases,
    kind: one.kind,
    provider: one.provider,
    account: one.account,
    actor: one.actor,
    session: one.session,
    state: one.state,
    createdAt: timeOrNull(one.createdAt),
    expiresAt: timeOrNull(one.expiresAt),
    firstSeen: timeOrNull(one.firstSeen),
    lastUsed: timeOrNull(one.lastUsed),
    powers: one.powers ?? null,
  };
}

function timeOrNull(at: Millis | null): string | null {
  return at === null ? null : isoTime(at);
}
