import type { StoryEvent, StoryOptions } from '../support/story.ts';

/** A short story that must, or must not, make a detector speak. */
export interface Example {
  readonly detector: string;
  readonly fires: boolean;
  readonly when: string;
  readonly events: readonly StoryEvent[];
  readonly options?: StoryOptions;
}
