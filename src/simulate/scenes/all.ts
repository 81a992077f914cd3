import { LEAKED_KEY_SCENES } from './leaked-key.ts';
import { PAYOUT_THEFT_SCENE } from './payout-theft.ts';
import type { SceneChoice } from './scene.ts';
import { TWO_PROVIDERS_SCENE } from './two-providers.ts';

/** Every story that can be played, the plainest first. */
export const SCENES: readonly SceneChoice[] = [...LEAKED_KEY_SCENES, TWO_PROVIDERS_SCENE, PAYOUT_THEFT_SCENE];
