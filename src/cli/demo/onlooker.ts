import { slackLine } from '../../app/watch/slack-preview.ts';
import type { Millis } from '../../core/time.ts';
import type { Scene } from '../../simulate/scenes/scene.ts';
import type { Narrator } from './narrator.ts';

/** Tells the story as it goes: what people did and what Keywatch wrote, each once, in the order of their times. */
export interface Onlooker {
  catchUp(): void;
  /** When the first message about an incident was written; null before. */
  writtenAt(incident: string): Millis | null;
  /** The body of the last message about an incident. */
  lastMessage(incident: string): string | null;
}

interface Line {
  readonly at: Millis;
  readonly who: string;
  readonly does: string;
}

export function createOnlooker(scene: Pick<Scene, 'deeds' | 'chat'>, narrator: Narrator): Onlooker {
  let deeds = 0;
  let posts = 0;
  const about = (incident: string): Scene['chat']['received'] =>
    scene.chat.received.filter(({ body }) => body.includes(incident));
  return {
    catchUp() {
      const newDeeds = scene.deeds().slice(deeds);
      const newPosts = scene.chat.received.slice(posts);
      deeds += newDeeds.length;
      posts += newPosts.length;
      const lines: Line[] = newDeeds.map(({ at, does, isRefused, who }) => ({
        at,
        who,
        does: isRefused ? `${does}: refused` : does,
      }));
      for (const { at, body } of newPosts) {
        const { headline, reason } = slackLine(body);
        lines.push({ at, who: 'Keywatch', does: `writes to #security: ${headline} (${reason})` });
      }
      for (const { at, does, who } of lines.toSorted((a, b) => a.at - b.at)) narrator.line(at, who, does);
    },
    writtenAt: (incident) => about(incident)[0]?.at ?? null,
    lastMessage: (incident) => about(incident).at(-1)?.body ?? null,
  };
}
