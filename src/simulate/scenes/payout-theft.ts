import { ManualClock } from '../clock.ts';
import { startHttpSink } from '../http-sink.ts';
import { payoutTheft } from '../stories/payout-theft.ts';
import { stageStripeStory } from '../stories/stripe-player.ts';
import { simulateStripe } from '../stripe/server.ts';
import { createStripeWorld } from '../stripe/stripe-world.ts';
import { CHAT_PATH, configAround, START } from './around.ts';
import type { Scene, SceneChoice } from './scene.ts';
import { stripePart } from './stripe-part.ts';

const MINUTE = 60_000;

/** A key that moves money, at a provider that tells little. */
export const PAYOUT_THEFT_SCENE: SceneChoice = {
  id: 'payout-theft',
  summary: 'Stripe: a leaked key pays out; a person has to roll it',
  stage,
};

async function stage(seed: string): Promise<Scene> {
  const clock = new ManualClock(START);
  const world = createStripeWorld(clock, payoutTheft.account, seed);
  const [stripe, chat] = await Promise.all([simulateStripe([world.account], () => clock.now()), startHttpSink(clock)]);
  const play = stageStripeStory(world, clock, payoutTheft);
  const part = stripePart(world, stripe.url, [
    { name: 'shop', prefix: 'shop:', owner: 'ben' },
    { name: 'billing', prefix: 'billing:', owner: 'carla' },
  ]);
  const address = `${chat.url}${CHAT_PATH}`;
  return {
    id: PAYOUT_THEFT_SCENE.id,
    title: 'A leaked key adds a bank account, tests cards and pays out',
    place: 'a simulated Stripe account',
    clock,
    attackAt: play.attackAt,
    deeds: () => play.deeds,
    acts: [
      {
        provider: 'stripe',
        name: 'Stripe',
        approver: 'ana',
        irreversible: false,
        chores: [
          {
            action: 'stripe.roll-keys',
            who: 'ben',
            after: 25 * MINUTE,
            does: 'finds in the Dashboard that it was the key of the shop, rolls it, gives the shop the new one and Keywatch the old one to try',
            do: () => {
              const old = world.secretOf('shop');
              world.rollKey('shop');
              return old;
            },
          },
        ],
      },
    ],
    chat,
    config: `${configAround(part.config)}${part.credentials}`,
    environment: { ...part.environment, KEYWATCH_SLACK: address },
    logFiles: part.logFiles,
    secrets: () => [...part.secrets(), address, CHAT_PATH],
    workingCredentials: () => [],
    async close() {
      await Promise.all([stripe.close(), chat.close()]);
    },
  };
}
